"""A folder of submissions: the notebooks in it, and who handed in none."""

from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path

from grading.ignored_names import why_ignored
from grading.submission_paths import is_notebook, learner_of
from grading.ungraded import files_in


def find_submissions(
    paths: Iterable[Path], folder: Path, ignore: Iterable[str] = ()
) -> list[Path]:
    """Return what to grade, sorted by learner.

    Parameters
    ----------
    paths
        Folders, which are searched at any depth, and files.
    folder
        The folder that holds them all.
    ignore
        Patterns such as ``"ben"`` or ``"*/draft*"`` for names of files and
        folders within `folder`.

    Returns
    -------
    list of Path
        Notebooks, and the folders of learners who handed in none.
    """
    found: set[Path] = set()
    for path in paths:
        if not path.is_dir():
            found.add(path)
            continue
        notebooks = {file for file in files_in(path) if _is_to_grade(file)}
        learners = _learners(path, folder)
        holders = {parent for one in notebooks for parent in one.parents}
        found |= notebooks | (learners - holders)
    patterns = list(ignore)
    kept = [one for one in found if not _matches(one, folder, patterns)]
    return sorted(kept, key=lambda path: learner_of(path, folder))


def _is_to_grade(path: Path) -> bool:
    return is_notebook(path) and path.is_file() and not why_ignored(path.name)


def _learners(path: Path, folder: Path) -> set[Path]:
    """Return the folders of learners in a folder, or the one that it is in."""
    if path != folder:
        return {folder / path.relative_to(folder).parts[0]}
    return {
        one
        for one in path.iterdir()
        if one.is_dir() and not why_ignored(one.name)
    }


def _matches(path: Path, folder: Path, patterns: list[str]) -> bool:
    within = path.relative_to(folder)
    names = [one.as_posix() for one in (within, *within.parents)]
    return any(fnmatch(name, one) for name in names for one in patterns)
