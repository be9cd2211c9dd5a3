"""The page of planted faults: what was planted, and what was reported."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from course.disturbed_runs.planting import Finding
from course.repository.notebooks import write_text

PAGE = "planted_faults.md"
HEAD = """\
# Planted faults

Stored outputs protect a chapter only if a mistake moves them further than
another processor does. `make faults` tries that: it plants, one at a time,
mistakes of the kind that maintainers make (`book/planted_faults.toml`), runs
the chapter as `pytest --nbval` does, and notes the first cell that is
reported. A chapter that is not in the table was not tried.

"""


def publish(
    root: Path, findings: Sequence[Finding], write: bool
) -> Iterator[str]:
    """Write the page, or say that it is of other findings."""
    path, text = root / "book" / PAGE, page(findings)
    if write:
        write_text(path, text)
    elif not path.exists() or path.read_text("utf-8") != text:
        yield f"{PAGE} is not of these findings; run make faults"


def page(findings: Sequence[Finding]) -> str:
    """Return the page."""
    found = sum(one.found for one in findings)
    figure = (
        f"Reported are <!--fact: make faults-->{found} of {len(findings)}"
        "<!--/fact--> planted faults.\n"
    )
    rows = [
        "| Chapter | Fault | Planted in code cell | Reported |",
        "|---|---|---:|---|",
        *(
            f"| {one.notebook} | {_cell(one.about)} | {_fact(one.planted)} "
            f"| {_fact(_cell(one.ending))} |"
            for one in findings
        ),
    ]
    return HEAD + figure + "\n" + "\n".join(rows) + "\n"


def _cell(text: str) -> str:
    """Return text that can stand in a table."""
    return text.replace("|", "\\|").replace("<", "&lt;")


def _fact(value: object) -> str:
    return f"<!--fact: make faults-->{value}<!--/fact-->"
