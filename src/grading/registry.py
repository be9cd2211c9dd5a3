"""Where grading finds the exercises: in the packages that announce them.

A package of exercises names its function ``chapters`` as an entry point of the
group ``grading.exercises``, so that grading imports no content of its own.
"""

from functools import cache
from importlib.metadata import entry_points

from grading.chapters import Chapter
from grading.exercise import Exercise

GROUP = "grading.exercises"


def find_exercise(key: str) -> Exercise:
    """Return the exercise with a number such as ``"1.2"``.

    Raises
    ------
    KeyError
        If no installed package has it.
    """
    for chapter in chapters():
        if isinstance(key, str) and key in chapter.exercises:
            return chapter.find(key)
    raise KeyError(
        f"there is no exercise {key!r}; keep the check cell as it was"
    )


def find_chapter(number: str) -> Chapter:
    """Return the chapter whose exercises have a number, such as ``"2"``.

    Raises
    ------
    KeyError
        If no installed package has it.
    """
    for chapter in chapters():
        if any(key.partition(".")[0] == number for key in chapter.exercises):
            return chapter
    raise KeyError(f"there are no exercises of a chapter {number!r}")


@cache
def chapters() -> tuple[Chapter, ...]:
    """Return the chapters of all packages that announce some."""
    points = entry_points(group=GROUP)
    return tuple(chapter for point in points for chapter in point.load()())
