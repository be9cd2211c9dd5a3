"""Grades as objects: of one answer, and of all answers in a notebook."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

CRASHED = "the judge was stopped while it ran this notebook"


@dataclass(frozen=True)
class Grade:
    """What came of one answer.

    It holds words and numbers only, so ``asdict(grade)`` is JSON data, and
    ``Grade(**data)`` is the grade again.

    Attributes
    ----------
    exercise
        Such as ``"1.4"``, or ``"-"`` if it is not known what the notebook was
        made from.
    passed
        Whether the answer is right.
    message
        What is wrong, with the first hint if values are; empty for a right
        answer. One line.
    seconds
        How long it took to run the cells before the answer, and the answer.
    """

    exercise: str
    passed: bool
    message: str = ""
    seconds: float = 0.0

    @property
    def points(self) -> int:
        """1 for a right answer, else 0."""
        return int(self.passed)


@dataclass(frozen=True)
class GradedNotebook:
    """A learner's notebook and its grades.

    Attributes
    ----------
    learner
        Whose it is.
    file
        Its name within the folder that was graded.
    grades
        One for each exercise, in their order.
    """

    learner: str
    file: str
    grades: tuple[Grade, ...]

    def __str__(self) -> str:
        right = sum(grade.points for grade in self.grades)
        return f"{self.file}: {right} of {len(self.grades)} checks passed"


def by_number(exercise: str) -> list[int]:
    """Return what to sort exercises by: 1.10 stands behind 1.9."""
    return [int(part) for part in re.findall(r"\d+", exercise)]


def summary(notebooks: Iterable[GradedNotebook]) -> Iterable[str]:
    """Yield a line for each notebook, and one for each check of a single one.

    In a class the messages would be too many; they are in the table.
    """
    notebooks = list(notebooks)
    for notebook in notebooks:
        if len(notebooks) == 1:
            for grade in notebook.grades:
                mark = "✓" if grade.passed else f"✗ {grade.message}"
                yield f"{grade.exercise} {mark}"
        yield str(notebook)


def one_line(text: str) -> str:
    """Return at most 300 characters of a text, without control characters."""
    shown = "".join(one if one.isprintable() else " " for one in text[:300])
    return " ".join(shown.split())
