"""A learner's notebook put together anew from the release and the answers.

Given cells and checks come from the released notebook, whatever the learner's
file holds in their place; answers and extra cells come from the learner.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

RELEASE = Path(__file__).parents[1] / "exercises" / "release"
ANSWER = re.compile(r"^\s*#\s*ANSWER\s+(\d+\.\d+)\b", re.MULTILINE)
CHECK = re.compile(
    r"^check\(\s*['\"](\d+\.\d+)['\"]\s*,\s*(\w+)\s*\)", re.MULTILINE
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


def find_release(path: Path) -> Path | None:
    """Return the released notebook that a file was made from, if any.

    Files are known by the keys of their answers and checks, so that a renamed
    or copied file is graded too, or else by their name.
    """
    try:
        notebook = nbformat.read(path, as_version=4)
    except Exception:  # not a notebook: nbval says so
        return None
    keys = _keys(notebook)
    for release in sorted(RELEASE.glob("*.ipynb")):
        named = release.stem in path.stem
        if named or keys & _keys(nbformat.read(release, as_version=4)):
            return release
    return None


def merge(release: NotebookNode, mine: NotebookNode) -> list[Task]:
    """Return the checks of a release with a learner's answers before them."""
    given = [cell for cell in release.cells if cell.cell_type == "code"]
    answers, extras = _sort(given, mine)
    tasks = []
    before, answered = list(extras[-1]), set()
    for place, cell in enumerate(given):
        answer, check = ANSWER.search(cell.source), CHECK.search(cell.source)
        if answer:
            before += answers[answer[1]]
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


def _sort(
    given: list[NotebookNode], mine: NotebookNode
) -> tuple[dict[str, list[str]], dict[int, list[str]]]:
    """Find a learner's answers by key, and extra cells by place."""
    answers: dict[str, list[str]] = defaultdict(list)
    extras: dict[int, list[str]] = defaultdict(list)
    places = {cell.source.strip(): n for n, cell in enumerate(given)}
    ids = {cell.get("id"): n for n, cell in enumerate(given)}
    keys = {}
    for n, cell in enumerate(given):
        found = ANSWER.search(cell.source)
        if found:
            keys[found[1]] = n
    place = -1
    for cell in mine.cells:
        source = cell.source
        if cell.cell_type != "code" or not source.strip():
            continue
        answer = ANSWER.search(source)
        if answer and answer[1] in keys:
            place = keys[answer[1]]
            answers[answer[1]].append(source)
        elif source.strip() in places:
            place = places[source.strip()]
        elif cell.get("id") in ids and ids[cell.id] not in keys.values():
            place = ids[cell.id]  # an edited given cell or check
        elif not CHECK.search(source):
            extras[place].append(source)
    return answers, extras


def _keys(notebook: NotebookNode) -> set[str]:
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return {
        found[1]
        for source in code
        for pattern in (ANSWER, CHECK)
        for found in pattern.finditer(source)
    }
