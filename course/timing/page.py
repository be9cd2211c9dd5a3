"""The page and the README's table of what each chapter costs to run.

Both are written from the measurements of ``python -m course timing``.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from course.repository.notebooks import (
    chapter_notebooks,
    read_notebook,
    write_text,
)
from course.repository.results import Results

INTRODUCTION = """\
# Time and memory

What each chapter costs to run from top to bottom, measured by `make timing`:
one notebook after the other, each in a process of its own, on the CPU and on
one thread. *Time* is what a clock on the wall shows, *CPU time* what the
processor worked for it; where the first is longer, other programs were
running. *Memory* is the most that the notebook's process held at once.

"""
CLOSING = """
To measure again, on your own computer:

```bash
.venv/bin/python -m course timing --again
```

`python -m course timing` without `--again` runs only the chapters whose code
has changed since they were measured. The numbers are kept in
`book/timing.json`, and a test fails if they belong to other code.
"""
README_TABLE = re.compile(
    r"(?<=<!-- timing -->\n)\n.*?(?=<!-- /timing -->)", re.DOTALL
)


def publish(root: Path, results: Results, write: bool) -> Iterator[str]:
    """Write the page and the README's table, or say which has drifted."""
    paths = chapter_notebooks(root)
    page = INTRODUCTION + table(results, paths) + made_with(results) + CLOSING
    texts = {root / "book" / "timing.md": page}
    readme = root / "README.md"
    if readme.exists():
        rows = "\n" + readme_table(results, paths) + "\n"
        text = readme.read_text("utf-8")
        texts[readme] = README_TABLE.sub(lambda _: rows, text)
    for path, text in texts.items():
        if write:
            write_text(path, text)
        elif not path.exists() or path.read_text("utf-8") != text:
            yield f"{path.name} is not of these measurements; run make timing"


def table(results: Results, paths: list[Path]) -> str:
    """Return the page's table: a row for each chapter, and the sum."""
    rows = [
        "| Chapter | Time, s | CPU time, s | Memory, MB |",
        "|---|---:|---:|---:|",
    ]
    for path in paths:
        link = f"[{title(path)}](../notebooks/{path.name})"
        rows.append(_row(link, results[path.stem]))
    entries = [results[path.stem] for path in paths]
    whole: dict[str, float] = {
        name: sum(one[name] for one in entries)
        for name in ("seconds", "cpu_seconds")
    }
    whole["peak_mb"] = max(one["peak_mb"] for one in entries)
    rows.append(_row("All, one after the other", whole))
    return "\n".join(rows) + "\n"


def readme_table(results: Results, paths: list[Path]) -> str:
    """Return the README's table, in minutes and gigabytes."""
    rows = ["| Chapter | Notebook | CPU time | Memory |", "|---|---|---|---|"]
    for path in paths:
        entry = results[path.stem]
        minutes = _fact(f"{entry['cpu_seconds'] / 60:.1f} minutes")
        memory = _fact(f"{entry['peak_mb'] / 1000:.1f} GB")
        link = f"[`{path.stem}`](notebooks/{path.name})"
        rows.append(f"| {title(path)} | {link} | {minutes} | {memory} |")
    return "\n".join(rows) + "\n"


def title(path: Path) -> str:
    """Return a chapter's number and the first words of its title."""
    first = read_notebook(path).cells[0].source.splitlines()[0]
    words = re.split("[:,]", first.removeprefix("# "))[0]
    number = path.stem.partition("_")[0].lstrip("0")
    return f"{number} {words}"


def made_with(results: Results) -> str:
    """Return a sentence for each computer and set of versions in use."""
    machines = {_surroundings(one["made_with"]) for one in results.values()}
    return "".join(f"\nMeasured on {one}.\n" for one in sorted(machines))


def _surroundings(made: dict[str, str]) -> str:
    """Name the computer first, then the versions."""
    versions = (
        f"{name} {version}"
        for name, version in made.items()
        if name not in ("machine", "processor")
    )
    return f"{made['processor']} ({made['machine']}), {', '.join(versions)}"


def _row(name: str, entry: dict[str, Any]) -> str:
    numbers = (entry["seconds"], entry["cpu_seconds"], entry["peak_mb"])
    cells = " | ".join(_fact(f"{number:,.0f}") for number in numbers)
    return f"| {name} | {cells} |"


def _fact(text: str) -> str:
    return f"<!--fact: make timing-->{text}<!--/fact-->"
