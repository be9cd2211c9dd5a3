"""Judge the claims of the course by their runs; check or write the page.

The runs are those of ``python -m course claims``.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from course.evidence.page import page
from course.evidence.registry import numbers_of, read_claims
from course.evidence.runs import FILE, SEEDS, is_fresh
from course.evidence.verdicts import judge
from course.report import report
from course.repository.notebooks import (
    notebook_path,
    write_text,
)
from course.repository.results import read_results
from course.repository.root import REPOSITORY


def main(arguments: list[str]) -> int:
    """Check the claims, or write the page; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=REPOSITORY)
    parser.add_argument("--write", action="store_true", help="write the page")
    options = parser.parse_args(arguments)
    problems = list(out_of_date(options.root))
    if not problems:
        verdicts = judge(options.root)
        problems = [
            f"claim {one.claim['id']} does not hold; rewrite it in the text"
            for one in verdicts
            if not one.holds
        ]
        text = "\n".join(page(options.root, verdicts)) + "\n"
        path = options.root / "book" / "evidence.md"
        if options.write:
            write_text(path, text)
        elif not path.exists() or path.read_text("utf-8") != text:
            problems.append(
                f"{path} is not of these runs; run "
                "`python -m course evidence --write`"
            )
    return report(problems)


def out_of_date(root: Path) -> Iterator[str]:
    """Yield a message for each notebook without fresh results."""
    results = read_results(root, FILE)
    for name in dict.fromkeys(one["notebook"] for one in read_claims(root)):
        path, entry = notebook_path(root, name), results.get(name)
        if entry is None or len(entry["runs"]) < SEEDS:
            yield f"{name} has claims, but not {SEEDS} runs; run make claims"
        elif not is_fresh(entry, path, numbers_of(root, name)):
            yield f"{name} has changed since make claims; run it again"
