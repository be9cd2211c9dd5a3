"""The exercises of the course: questions, references and likely mistakes.

A module for each chapter; ``release`` holds the notebooks as learners get
them.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpers.grading.exercise import Exercise


def find_exercise(key: str) -> "Exercise":
    """Return the exercise with a key such as ``"1.2"``.

    Raises
    ------
    KeyError
        If there is none.
    """
    chapter = key.partition(".")[0]
    try:
        module = import_module(f"helpers.exercises.chapter_{int(chapter):02}")
        exercise: Exercise = module.EXERCISES[key]
    except (ValueError, ModuleNotFoundError, KeyError):
        raise KeyError(
            f"there is no exercise {key!r}; keep the check cell as it was"
        ) from None
    return exercise
