"""The chapters that have exercises, as the notebooks of solutions say."""

from pathlib import Path

from grading.chapters import Chapter, find_chapters

SOLUTIONS = Path("notebooks/solutions")


def exercise_chapters(root: Path) -> tuple[Chapter, ...]:
    """Return the chapters of a repository whose solutions lie in it."""
    folder = root / SOLUTIONS
    return find_chapters("exercises", folder) if folder.is_dir() else ()
