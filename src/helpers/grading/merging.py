"""A learner's notebook put together anew from the release and the answers.

Given cells and checks come from the released notebook, whatever the learner's
file holds in their place; answers and extra cells come from the learner.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

from nbformat import NotebookNode

ANSWER = re.compile(r"^\s*#\s*ANSWER\s+(\d+\.\d+)\b", re.MULTILINE)
CHECK = re.compile(
    r"^check\(\s*['\"](\d+\.\d+)['\"]\s*,\s*(\w+)\s*(?:,\s*hint\s*=\s*\w+\s*)?"
    r"\)[ \t;]*$",
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
    answers, extras = _sort(given, mine)
    tasks = []
    before, answered = list(extras[-1]), set()
    for place, cell in enumerate(given):
        answer, check = ANSWER.search(cell.source), CHECK.search(cell.source)
        if answer:
            before += _without_stub(answers[answer[1]], cell.source)
            if answers[answer[1]]:
                answered.add(answer[1])
        elif check:
            key, name = check.groups()
            tasks.append(Task(key, name, tuple(before), key in answered))
            before = []
        else:
            before.append(cell.source)
        before += extras[place]
    return tasks


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
        """Return the place of the cell that this one was made from."""
        answer = ANSWER.search(cell.source)
        if answer and answer[1] in self.by_key:
            return self.by_key[answer[1]]
        same = self.by_source.get(cell.source.strip())
        return self.by_id.get(cell.get("id", "")) if same is None else same


def _sort(
    given: list[NotebookNode], mine: NotebookNode
) -> tuple[dict[str, list[str]], dict[int, list[str]]]:
    """Find a learner's answers by key, and extra cells by place.

    An edited cell of the release is an extra cell behind the given one.
    """
    answers: dict[str, list[str]] = defaultdict(list)
    extras: dict[int, list[str]] = defaultdict(list)
    places = _Places.of(given)
    keys = {place: key for key, place in places.by_key.items()}
    place = -1
    for cell in mine.cells:
        if cell.cell_type != "code":
            continue
        found = places.find(cell)
        place = place if found is None else found
        source = CHECK.sub("", cell.source).strip()
        if found in keys:
            answers[keys[found]].append(source)
        elif source and cell.source.strip() not in places.by_source:
            extras[place].append(source)
    return answers, extras


def _without_stub(answers: list[str], stub: str) -> list[str]:
    """Leave out copies of the stub if there is a real answer beside them."""
    return [one for one in answers if one != stub.strip()] or answers
