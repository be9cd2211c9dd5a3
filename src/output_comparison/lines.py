"""An output as lines of words and numbers.

The stored outputs of a cell and those of another run are compared number by
number and word by word, whatever they are printed in: text, an HTML table, or
JSON data.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# Also whole numbers, unlike in `tolerance`: counts move with a training.
NUMBER = re.compile(
    r"((?<![\w.])(?:(?<![\w)\]])[-+])?"
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.?\d*|\.\d+)"
    r"(?:[eE][-+]?\d+)?(?![\w]|\.\d))"
)
_TAG = re.compile(r"(<style.*?</style>|<[^<>]*>)", re.DOTALL)
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W\d_][\w' -]*")
_DIGITS = re.compile(r"\d")


@dataclass(frozen=True)
class Line:
    """A line of text, a cell of an HTML table, or an entry of JSON data.

    Attributes
    ----------
    text
        What is printed.
    column
        Numbers with the same place in lines with the same column have one
        unit, as those below each other in a table do. Empty if unknown.
    """

    text: str
    column: str = ""

    @property
    def numbers(self) -> list[str]:
        """The numbers in the line, as they are printed."""
        return NUMBER.findall(self.text)

    @property
    def words(self) -> str:
        """The line without its numbers, and with single spaces."""
        return _SPACE.sub(" ", NUMBER.sub("#", self.text)).strip()


def value_of(number: str) -> float:
    """Return a printed number as a float."""
    return float(number.replace(",", ""))


def lines_of(kind: str, value: Any) -> list[Line]:
    """Take an output apart.

    Parameters
    ----------
    kind
        Its MIME type, or ``stdout``, ``stderr`` or ``error``.
    value
        A text, or JSON data.

    Returns
    -------
    list of Line
        In order; what is not compared, such as tags of HTML, is left out.
    """
    if not isinstance(value, str):
        return [Line(f"{path}: {leaf}") for path, leaf in _leaves(value)]
    if kind == "text/html":
        return list(_html_lines(value))
    return [Line(text, _shape(text)) for text in value.split("\n")]


def with_lines(kind: str, value: Any, changes: dict[int, str]) -> Any:
    """Return an output with other texts in some of its lines.

    JSON data are given back as they are.
    """
    if not isinstance(value, str):
        return value
    if kind == "text/html":
        parts, between = _TAG.split(value), ""
        shown = [place for place in range(0, len(parts), 2) if parts[place]]
    else:
        parts, between = value.split("\n"), "\n"
        shown = list(range(len(parts)))
    for line, text in changes.items():
        parts[shown[line]] = text
    return between.join(parts)


def _shape(text: str) -> str:
    """Return a line with every word and every digit alike.

    The rows of a printed table have one shape, whatever they are about.
    """
    parts = NUMBER.split(text)
    words = [_WORD.sub("w", part).split() for part in parts[::2]]
    numbers = [_DIGITS.sub("0", part.partition(".")[2]) for part in parts[1::2]]
    return f"{words} {numbers}" if numbers else ""


def _html_lines(html: str) -> Iterator[Line]:
    column = 0
    for place, part in enumerate(_TAG.split(html)):
        if place % 2:
            tag = part[1:4].strip("> /").lower()
            column = 0 if tag.startswith("tr") else column
            column += part[:3].lower() in ("<td", "<th")
        elif part:
            yield Line(part, f"column {column}" if part.strip() else "")


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key in sorted(value):
            yield from _leaves(value[key], f"{path}.{key}")
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from _leaves(one, f"{path}[{place}]")
    else:
        yield path, json.dumps(value)
