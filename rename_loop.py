"""Apply the renames of branch `loop` to notebooks (sources only, not outputs).

usage: python rename_loop.py NOTEBOOK.ipynb ...   (or .py / .md files)
Keeps the file's own JSON formatting; run tools/execute.py afterwards.
"""
import json
import re
import sys
from pathlib import Path

RULES = [
    (r"from helpers\.device import pick_device, seed_everything",
     "from helpers.device import pick_device\nfrom helpers.training import seed_everything"),
    (r"from helpers\.device import seed_everything", "from helpers.training import seed_everything"),
    (r"\bis_first_process\b", "is_main_process"),
    (r"(?<![A-Za-z_.])Output(?=\()", "StepOutput"),
    (r"(?<=-> )Output\b", "StepOutput"),
    (r"(?m)(from helpers\.training import[^\n(]*?)\bOutput\b", r"\1StepOutput"),
]


def merged(source: str) -> str:
    """Merge one-line imports from helpers.training, if the line stays short."""
    lines = source.split("\n")
    head = "from helpers.training import "
    at = [i for i, line in enumerate(lines) if line.startswith(head) and "(" not in line]
    if len(at) < 2:
        return source
    names = sorted({n.strip() for i in at for n in lines[i][len(head):].split(",")},
                   key=lambda n: (not n.isupper(), n[0].islower(), n))
    line = head + ", ".join(names)
    texts = [line]
    if len(line) > 84:
        kinds = [n for n in names if n[0].isupper()], [n for n in names if n[0].islower()]
        texts = [head + ", ".join(kind) for kind in kinds if kind]
    last = at[-1]
    kept = [l for i, l in enumerate(lines[:last + 1]) if i not in at]
    return "\n".join(kept + texts + lines[last + 1:])


def converted(source: str) -> str:
    for old, new in RULES:
        source = re.sub(old, new, source)
    return merged(source)


for name in sys.argv[1:]:
    path = Path(name)
    text = path.read_text()
    if path.suffix == ".ipynb":
        book = json.loads(text)
        for cell in book["cells"]:
            source = "".join(cell["source"])
            new = converted(source)
            if new != source:
                cell["source"] = new.splitlines(keepends=True)
        new_text = json.dumps(book, indent=1, ensure_ascii=False) + "\n"
    else:
        new_text = converted(text)
    if new_text != text:
        path.write_text(new_text)
        print(name)
