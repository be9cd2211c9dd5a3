"""The numbers of chapters in sentences, which follow ``_toc.yml``.

An author writes *chapter 7* or links to a notebook; the command makes a link
of the first, and keeps the number in the label of either right.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from course.repository.prose import blank, blank_code

_LINK = re.compile(
    r"\[(?P<label>[^\[\]]+)\](?P<target>\((?P<path>[^)\s#]*?)"
    r"(?P<name>\w+)\.ipynb(?:#[^)\s]*)?\))"
)
_NUMBERED = re.compile(r"(?P<word>(?:[Cc]hapter\s)?)\d+(?!\w)")
_NEIGHBOURS = {"the next chapter": 1, "the chapter before": -1}
_BARE = re.compile(r"\b[Cc]hapter[ \n](?P<number>\d+)\b")
_NO_SENTENCE = re.compile(r"\[[^\[\]]*\](?:\([^)]*\))?|^#+ .*$", re.MULTILINE)


@dataclass(frozen=True)
class Numbers:
    """The chapters by name and by number.

    Attributes
    ----------
    folder
        Where the notebooks are.
    by_name
        The number of each chapter.
    """

    folder: Path
    by_name: Mapping[str, int]

    def of(self, path: Path) -> int | None:
        """Return the number of a chapter's file; none for another file."""
        if path.parent.resolve() != self.folder:
            return None
        return self.by_name.get(path.stem)

    def name(self, number: int) -> str | None:
        """Return the chapter with a number, if there is one."""
        for name, one in self.by_name.items():
            if one == number:
                return name
        return None


def renumbered(path: Path, text: str, numbers: Numbers) -> str:
    """Return some prose with the chapters' numbers as they are now.

    Parameters
    ----------
    path
        The file that the prose belongs to.
    text
        Markdown.
    numbers
        The chapters.
    """
    return _with_links(path, _with_labels(path, text, numbers), numbers)


def _with_labels(path: Path, text: str, numbers: Numbers) -> str:
    """Put the present number into the labels of links to chapters."""
    visible = blank_code(text)

    def one(match: re.Match[str]) -> str:
        label, name = text[slice(*match.span("label"))], match["name"]
        folder = (path.parent / match["path"]).resolve()
        if folder != numbers.folder or name not in numbers.by_name:
            return f"[{label}]{match['target']}"
        label = _label(label, numbers.by_name[name], numbers.of(path))
        return f"[{label}]{match['target']}"

    return _replaced(_LINK, text, visible, one)


def _label(label: str, number: int, here: int | None) -> str:
    """Return the label of a link to a chapter with its present number.

    *The next chapter* is named by its number where another has become the
    next one, and on pages that are no chapters.
    """
    if found := _NUMBERED.match(label):
        return f"{found['word']}{number}{label[found.end() :]}"
    step = _NEIGHBOURS.get(label.lower())
    if step is not None and (here is None or here + step != number):
        return f"{'Chapter' if label[0] == 'T' else 'chapter'} {number}"
    return label


def _with_links(path: Path, text: str, numbers: Numbers) -> str:
    """Make links of chapters that are only named by their number."""
    visible = blank(blank_code(text), _NO_SENTENCE)

    def one(match: re.Match[str]) -> str:
        name = numbers.name(int(match["number"]))
        if name is None or name == path.stem:
            return match[0]
        target = os.path.relpath(numbers.folder / f"{name}.ipynb", path.parent)
        return f"[{match[0]}]({Path(target).as_posix()})"

    return _replaced(_BARE, text, visible, one)


def _replaced(
    pattern: re.Pattern[str],
    text: str,
    visible: str,
    replace: Callable[[re.Match[str]], str],
) -> str:
    """Replace in a text what matches in its visible part, as long as it."""
    pieces, end = [], 0
    for match in pattern.finditer(visible):
        pieces += [text[end : match.start()], replace(match)]
        end = match.end()
    return "".join([*pieces, text[end:]])
