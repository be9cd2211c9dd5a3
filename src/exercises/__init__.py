"""The exercises of the course: questions, references and likely mistakes.

A folder for each chapter, in it a module for each exercise. Their order and
numbers, and the right answers, are those of the notebooks of solutions.
"""

from pathlib import Path

from grading.chapters import Chapter, find_chapters

_INSTALLED = Path(__file__).parent / "solutions"
_REPOSITORY = Path(__file__).parents[2] / "notebooks" / "solutions"
SOLUTIONS = _INSTALLED if _INSTALLED.is_dir() else _REPOSITORY
"""The notebooks of solutions: in a wheel they are part of the package."""


def chapters() -> tuple[Chapter, ...]:
    """Return the chapters of the course that have exercises."""
    return find_chapters(__name__, SOLUTIONS)
