"""The exercises of the course: questions, references and likely mistakes.

A module for each chapter; ``release`` holds the notebooks as learners get
them.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grading.exercise import Exercise


def find_exercise(key: str) -> "Exercise":
    """Return the exercise with a key such as ``"1.2"``.

    Raises
    ------
    KeyError
        If there is none.
    """
    chapter = key.partition(".")[0] if isinstance(key, str) else ""
    number = int(chapter) if chapter.isdecimal() else 0
    name = f"exercises.chapter_{number:02}"
    found = import_module(name).EXERCISES if find_spec(name) else {}
    exercise: Exercise = found[key]
    return exercise
