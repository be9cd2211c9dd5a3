"""A learner's notebook put together anew from the release and the answers.

Given cells and checks come from the released notebook, whatever the learner's
file holds in their place; answers and extra cells come from the learner.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

from nbformat import NotebookNode

from grading.cell_splitting import ANSWER, Part, cut

CHECK = re.compile(
    r"^check\(\s*['\"](\d+\.\d+)['\"]\s*,\s*(\w+)\s*(?:,\s*hint\s*=\s*\w+\s*)?"
    r"\)[ \t;]*(?:#.*)?$",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Task:
    """A check and the code that has to run before it.

    Attributes
    ----------
    key, name
        The exercise, and the name of the answer.
    cells
        Sources of the cells that stand between the last check and this one.
    answered
        Whether the answer cell is still there.
    """

    key: str
    name: str
    cells: tuple[str, ...]
    answered: bool


def merge(release: NotebookNode, mine: NotebookNode) -> list[Task]:
    """Return the checks of a release with a learner's answers before them."""
    given = [cell for cell in release.cells if cell.cell_type == "code"]
    pieces = _sort(given, mine)
    tasks = []
    before, answered = _code(pieces[-1]), set()
    for place, cell in enumerate(given):
        answer, check = ANSWER.search(cell.source), CHECK.search(cell.source)
        if answer:
            found = _without_stub(pieces[place], cell.source, given)
            before += _code(found)
            if any(piece.key for piece in found):
                answered.add(answer[1])
            continue
        if check:
            key, name = check.groups()
            tasks.append(Task(key, name, tuple(before), key in answered))
            before = []
        else:
            before.append(cell.source)
        before += _code(pieces[place])
    return tasks


@dataclass(frozen=True)
class _Piece:
    """A learner's code, where it belongs in the release.

    Attributes
    ----------
    key, source
        The exercise that it answers, if it is an answer; and the code.
    above
        Answers to later exercises that stand above it in the same cell. They
        run before it, too, for it may use them.
    """

    key: str
    source: str
    above: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Places:
    """Where the code cells of a release stand, by what tells them."""

    by_key: dict[str, int]
    by_source: dict[str, int]
    by_id: dict[str, int]

    @classmethod
    def of(cls, given: list[NotebookNode]) -> "_Places":
        places = cls({}, {}, {})
        for place, cell in enumerate(given):
            places.by_source[cell.source.strip()] = place
            places.by_id[cell.get("id", "")] = place
            answer = ANSWER.search(cell.source)
            if answer:
                places.by_key[answer[1]] = place
        return places

    def find(self, cell: NotebookNode) -> int | None:
        """Return the place of the cell that one without a key was made of."""
        same = self.by_source.get(cell.source.strip())
        return self.by_id.get(cell.get("id", "")) if same is None else same

    def key_of(self, place: int | None) -> str:
        """Return the exercise that is answered in a place, if one is."""
        keys = (key for key, one in self.by_key.items() if one == place)
        return next(keys, "")

    def parts_of(self, cell: NotebookNode) -> list[Part]:
        """Return the answers in a cell.

        An answer that has lost its first line is known by the cell's id. What
        stands above a single answer belongs to it.
        """
        parts = cut(cell.source, self.by_key)
        first, *others = parts
        if first.key:
            return parts
        is_given = cell.source.strip() in self.by_source
        place = None if is_given else self.by_id.get(cell.get("id", ""))
        key = self.key_of(place)
        if key not in {part.key for part in others}:
            return [Part(key, first.source), *others]
        if len(others) == 1:
            return [Part(others[0].key, cell.source)]
        return parts


def _sort(
    given: list[NotebookNode], mine: NotebookNode
) -> dict[int, list[_Piece]]:
    """Find a learner's code by the place in the release that it runs behind.

    An edited cell of the release is an extra cell behind the given one.
    """
    pieces: dict[int, list[_Piece]] = defaultdict(list)
    places = _Places.of(given)
    place = -1
    for cell in mine.cells:
        if cell.cell_type != "code":
            continue
        parts = places.parts_of(cell)
        if any(part.key for part in parts):
            place = _add_answers(pieces, parts, places)
            continue
        found = places.find(cell)
        place = place if found is None else found
        source = CHECK.sub("", cell.source).strip()
        if source and cell.source.strip() not in places.by_source:
            pieces[place].append(_Piece("", source))
    return pieces


def _add_answers(
    pieces: dict[int, list[_Piece]], parts: list[Part], places: _Places
) -> int:
    """Add the parts of a cell, each in its place; return the last place.

    What stands above several answers runs before the first of them.
    """
    first = min(places.by_key[part.key] for part in parts if part.key)
    found: list[tuple[int, str]] = []
    for part in parts:
        source = CHECK.sub("", part.source).strip()
        place = places.by_key.get(part.key, first)
        above = tuple(code for later, code in found if later > place)
        pieces[place].append(_Piece(part.key, source, above))
        found.append((place, source))
    return found[-1][0]


def _without_stub(
    pieces: list[_Piece], stub: str, given: list[NotebookNode]
) -> list[_Piece]:
    """Leave out copies of the stub if there is a real answer beside them."""
    kept = [
        one for one in pieces if not one.key or not _is_stub(one, stub, given)
    ]
    return kept if any(one.key for one in kept) else pieces


def _is_stub(piece: _Piece, stub: str, given: list[NotebookNode]) -> bool:
    """Tell whether an answer is the stub, perhaps with given code below it."""
    source = piece.source
    for cell in given:
        if not ANSWER.search(cell.source):
            source = source.replace(cell.source.strip(), "")
    return source.strip() == stub.strip()


def _code(pieces: list[_Piece]) -> list[str]:
    return [code for one in pieces for code in (*one.above, one.source)]
