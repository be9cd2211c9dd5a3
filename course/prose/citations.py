"""Check what the chapters cite: in the text, in their lists, in BibTeX.

A citation reads ``(Smith, 2017)``, ``(Efron and Tibshirani, 1993)``,
``(Srivastava et al., 2014)`` or ``(Smith, 2017; Goyal et al., 2017)``.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from course.prose.works import (
    BIBLIOGRAPHY,
    CITATION,
    HEADING,
    ITEM,
    Work,
    citations,
    one_line,
    read_works,
)
from course.report import report
from course.repository.notebooks import (
    cells,
    chapter_notebooks,
    read_notebook,
)
from course.repository.prose import blank, blank_code
from course.repository.root import REPOSITORY

Found = list[tuple[int, str]]
"""Numbers of cells, and what stands there: labels of works, or faults."""

_POINT = re.compile(r"^- .*?(?=^- |^\s*$|\Z)", re.MULTILINE | re.DOTALL)
_OTHER_FORM = re.compile(
    r"\{cite[^}]*\}|\bet\s+al\b|\band\s+others,?\s+\(?\d{4}"
    r"|[^\W\da-z_]\w+\s\((?:19|20)\d\d[a-z]?\)"
)


def main(arguments: list[str]) -> int:
    """Print what is wrong with the citations; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebooks", nargs="*", type=Path)
    parser.add_argument("--root", type=Path, default=REPOSITORY)
    options = parser.parse_args(arguments)
    works = read_works(options.root)
    messages = [f"{BIBLIOGRAPHY}: {fault}" for fault in check_works(works)]
    messages += [
        f"{path}, cell {number}: {fault}"
        for path in options.notebooks or chapter_notebooks(options.root)
        for number, fault in sorted(check(path, works))
    ]
    return report(messages)


def check_works(works: list[Work]) -> Iterator[str]:
    """Yield a message for works that a citation cannot tell apart."""
    for label, times in Counter(work.label for work in works).items():
        if times > 1:
            yield (
                f"({label}) names {times} works; write a letter behind each "
                "year, as 2017a, here and wherever they are cited"
            )


def check(path: Path, works: list[Work]) -> Found:
    """Return a message for each fault in a chapter, with its cell."""
    cited: Found = []
    listed: Found = []
    faults: Found = []
    for number, cell in cells(read_notebook(path), "markdown"):
        if cell.source.startswith(HEADING):
            labels, wrong = read_list(cell.source, works)
            listed += [(number, label) for label in labels]
        else:
            labels, wrong = read_text(cell.source, works)
            cited += [(number, label) for label in labels]
        faults += [(number, fault) for fault in wrong]
    return faults + _unpaired(cited, listed)


def read_list(text: str, works: list[Work]) -> tuple[list[str], list[str]]:
    """Return the labels of the works in a list, and what is wrong there.

    An item begins with all authors, or with the first of three or more and
    ``et al.``, and the year in brackets. One with a link need not be a work.
    """
    known = {listed: work.label for work in works for listed in work.listed}
    labels, faults = [], []
    for point in _POINT.findall(text):
        item = ITEM.match(point)
        name = one_line(item["listed"]) if item else one_line(point)[2:50]
        if name in known:
            labels.append(known[name])
        elif item or "](" not in point:
            faults.append(
                f"no work of {BIBLIOGRAPHY} is listed as {name!r}; add it "
                "there, write AUTHORS (YEAR). as there, or make it a link"
            )
    return labels, faults


def read_text(text: str, works: list[Work]) -> tuple[list[str], list[str]]:
    """Return the labels of the works cited in a text, and what is wrong."""
    known = {work.label for work in works}
    labels = [label for _, some in citations(text) for label in some]
    faults = [
        f"({label}) is not in {BIBLIOGRAPHY}; add the work there, or write "
        "authors and year as there"
        for label in labels
        if label not in known
    ]
    rest = blank(blank_code(text), CITATION)
    faults += [
        f"{one_line(other[0])!r} is not the form of a citation; write "
        "(AUTHOR, YEAR), (ONE and OTHER, YEAR) or (FIRST et al., YEAR)"
        for other in _OTHER_FORM.finditer(rest)
    ]
    return [label for label in labels if label in known], faults


def _unpaired(cited: Found, listed: Found) -> Found:
    """Return faults for works that are only cited, or only listed."""
    in_text = {label for _, label in cited}
    in_list = {label for _, label in listed}
    return [
        (number, f"({label}) is cited but not listed; add it to {HEADING!r}")
        for number, label in cited
        if label not in in_list
    ] + [
        (
            number,
            f"({label}) is listed but not cited; cite it in the text where "
            "it is first used, or take it off the list",
        )
        for number, label in listed
        if label not in in_text
    ]
