"""The part *Exercises* of the table of contents, ``_toc.yml``."""

from collections.abc import Iterable
from pathlib import Path

from course.repository.prose import GENERATED

CAPTION = "  - caption: Exercises\n"
NOTE = "    # Written by `python -m course exercises`.\n"
_BEFORE = "  - caption: Reference\n"


def with_exercises(toc: str, pages: Iterable[Path]) -> str:
    """Return the table of contents with the part of the exercises.

    Parameters
    ----------
    toc
        The text of ``_toc.yml``. The part stands before the reference, or at
        the end.
    pages
        The files, each chapter's own page before those of its exercises.
    """
    before, found, after = toc.partition(CAPTION)
    if found:
        _, caption, rest = after.partition("  - caption: ")
        after = caption + rest
    elif _BEFORE in toc:
        before, mark, rest = toc.partition(_BEFORE)
        after = mark + rest
    return f"{before}{_part(pages)}{after}"


def _part(pages: Iterable[Path]) -> str:
    lines = []
    for page in pages:
        folder = page.parent.name
        if folder == Path(GENERATED).name:
            lines += [
                f"      - file: {GENERATED}/{page.stem}",
                "        sections:",
            ]
        else:
            lines.append(f"          - file: {GENERATED}/{folder}/{page.stem}")
    if not lines:
        return ""
    return f"{CAPTION}{NOTE}    chapters:\n" + "\n".join(lines) + "\n"
