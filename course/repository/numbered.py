"""An exercise as its cells and its module describe it, for the pages."""

import re
from dataclasses import dataclass

from grading.cell_splitting import ANSWER
from grading.chapters import Chapter
from grading.exercise import Exercise
from grading.merging import CHECK

_HEADING = re.compile(r"## \d+\.\d+ (.+)\n+")
_FACTS = re.compile(
    r"\*\*Objective:\*\*\s+(?P<objective>.+?)\.?\s+"
    r"\*\*Time:\*\*\s+(?P<time>.+?)\.?\s+"
    r"\*\*Difficulty:\*\*\s+(?P<difficulty>\w+)\.?[^\S\n]*(?:\n+|$)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Numbered:
    """An exercise with its number and its words.

    Attributes
    ----------
    key, name, title
        Such as ``"2.4"``, ``"mean"``, ``"A mean over uneven batches"``.
    objective, time, difficulty
        As the statement says, without full stops.
    statement
        What comes before the answer: kinds of cells, and their texts.
    stub, check, solution
        Code: what a learner starts from, the check, and the right answer.
    exercise
        Section, hints and the rest.
    """

    key: str
    name: str
    title: str
    objective: str
    time: str
    difficulty: str
    statement: tuple[tuple[str, str], ...]
    stub: str
    check: str
    solution: str
    exercise: Exercise


def numbered(chapter: Chapter) -> list[Numbered]:
    """Return the exercises of a chapter in their order.

    Raises
    ------
    ValueError
        If a statement does not say objective, time and difficulty.
    """
    found: list[Numbered] = []
    statement: list[tuple[str, str]] = []
    stub = ""
    for cell in chapter.release.cells:
        if ANSWER.search(cell.source):
            stub = cell.source
        elif check := CHECK.search(cell.source):
            found.append(_one(chapter, check[1], statement, stub, cell.source))
            statement = []
        elif statement or _HEADING.match(cell.source):
            statement.append((cell.cell_type, cell.source))
    return found


def _one(
    chapter: Chapter,
    key: str,
    statement: list[tuple[str, str]],
    stub: str,
    check: str,
) -> Numbered:
    words = statement[0][1]
    heading = _HEADING.match(words)
    facts = _FACTS.search(words)
    if heading is None or facts is None:
        raise ValueError(
            f"exercise {key} of {chapter.name} does not say **Objective:** "
            "... **Time:** ... **Difficulty:** ... below its heading"
        )
    told = {
        name: " ".join(text.split()) for name, text in facts.groupdict().items()
    }
    exercise = chapter.find(key)
    assert exercise.solution is not None
    return Numbered(
        key=key,
        name=chapter.exercises[key],
        title=heading[1],
        statement=(("markdown", words[facts.end() :]), *statement[1:]),
        stub=stub,
        check=check,
        solution=exercise.solution.source,
        exercise=exercise,
        **told,
    )
