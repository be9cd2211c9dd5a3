"""The page and the README's table of what each chapter costs to run.

Both are written from the measurements of ``python -m course timing``, and in
the order of ``_toc.yml``: by that command and by ``python -m course register``.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from course.repository.chapters import Chapter, read_chapters
from course.repository.notebooks import write_text
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
NOT_YET = "not measured yet"
README_TABLE = re.compile(
    r"(?<=<!-- timing -->\n)\n.*?(?=<!-- /timing -->)", re.DOTALL
)


def publish(root: Path, results: Results, write: bool) -> Iterator[str]:
    """Write the page and the README's table, or say which has drifted."""
    chapters = read_chapters(root)
    page = (
        INTRODUCTION + table(results, chapters) + made_with(results) + CLOSING
    )
    texts = {root / "book" / "timing.md": page}
    readme = root / "README.md"
    if readme.exists():
        rows = "\n" + readme_table(results, chapters) + "\n"
        text = readme.read_text("utf-8")
        texts[readme] = README_TABLE.sub(lambda _: rows, text)
    for path, text in texts.items():
        if write:
            write_text(path, text)
        elif not path.exists() or path.read_text("utf-8") != text:
            yield (
                f"{path.name} is not of these measurements; run "
                "`python -m course register`"
            )


def table(results: Results, chapters: list[Chapter]) -> str:
    """Return the page's table: a row for each chapter, and the sum."""
    rows = [
        "| Chapter | Time, s | CPU time, s | Memory, MB |",
        "|---|---:|---:|---:|",
    ]
    entries = []
    for one in chapters:
        link = f"[{one.number} {one.title}](../notebooks/{one.path.name})"
        entry = results.get(one.path.stem)
        rows.append(_row(link, entry))
        entries += [entry] if entry else []
    whole: dict[str, float] = {
        name: sum(one[name] for one in entries)
        for name in ("seconds", "cpu_seconds")
    }
    whole["peak_mb"] = max((one["peak_mb"] for one in entries), default=0)
    rows.append(_row("All, one after the other", whole))
    return "\n".join(rows) + "\n"


def readme_table(results: Results, chapters: list[Chapter]) -> str:
    """Return the README's table, in minutes and gigabytes."""
    rows = ["| Chapter | Notebook | CPU time | Memory |", "|---|---|---|---|"]
    for one in chapters:
        minutes = memory = NOT_YET
        if entry := results.get(one.path.stem):
            minutes = _fact(f"{entry['cpu_seconds'] / 60:.1f} minutes")
            memory = _fact(f"{entry['peak_mb'] / 1000:.1f} GB")
        link = f"[`{one.path.stem}`](notebooks/{one.path.name})"
        title = f"{one.number} {one.title}"
        rows.append(f"| {title} | {link} | {minutes} | {memory} |")
    return "\n".join(rows) + "\n"


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


def _row(name: str, entry: dict[str, Any] | None) -> str:
    if entry is None:
        return f"| {name} | {NOT_YET} | {NOT_YET} | {NOT_YET} |"
    numbers = (entry["seconds"], entry["cpu_seconds"], entry["peak_mb"])
    cells = " | ".join(_fact(f"{number:,.0f}") for number in numbers)
    return f"| {name} | {cells} |"


def _fact(text: str) -> str:
    return f"<!--fact: make timing-->{text}<!--/fact-->"
