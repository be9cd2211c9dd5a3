"""What lies among submissions and is not graded, and why.

Nothing that was handed in is left out without a word.
"""

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from grading.grades import one_line
from grading.ignored_names import why_ignored
from grading.submission import is_own_stub
from grading.submission_paths import is_notebook, learner_of

NAMES_SHOWN = 5
"""So many files are named in a line."""


def no_notebook(folder: Path) -> str:
    """Say that a folder holds no notebook, and what it holds instead."""
    if folder.is_symlink():
        return "the folder is a link to another folder"
    names = [path.relative_to(folder).as_posix() for path in files_in(folder)]
    held = f"only {_listed(names)}" if names else "nothing at all"
    return f"there is no notebook (.ipynb) in this folder, {held}"


def left_out(
    folder: Path, roots: Iterable[Path], done: Collection[Path]
) -> Iterator[str]:
    """Yield a line for each learner and reason: which files were left out.

    Parameters
    ----------
    folder
        The one that the names of learners and files depend on.
    roots
        The folders of a class, in which all files were handed in.
    done
        The files that were graded or written.
    """
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path in _files_in_all(roots):
        if path not in done:
            learner, name = learner_of(path, folder)
            found[learner, _why_not_graded(path)].append(name)
    for (learner, why), names in found.items():
        yield f"{one_line(learner)}: {_listed(names)} ({why})"


def passed_over(
    folder: Path, roots: Iterable[Path], done: Collection[Path]
) -> Iterator[str]:
    """Yield a line for each reason: which notebooks pytest did not run.

    The parameters are those of :func:`left_out`. Notebooks that were left out
    by an option have no line.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for path in _files_in_all(roots):
        if path in done or not is_notebook(path):
            continue
        why = why_ignored(path.name)
        if is_own_stub(path):
            why = "empty exercises are graded if they are named"
        found[why].append(learner_of(path, folder)[1])
    for why, names in found.items():
        if why:
            yield f"{_listed(names)} ({why})"


def files_in(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder; of what is ignored, or a link, its name.

    They come in the order of their names, and links are not followed.
    """
    for place, folders, files in os.walk(folder):
        whole = [
            name
            for name in folders
            if why_ignored(name) or Path(place, name).is_symlink()
        ]
        folders[:] = sorted(set(folders) - set(whole))
        for name in sorted([*whole, *files]):
            yield Path(place, name)


def _files_in_all(roots: Iterable[Path]) -> list[Path]:
    return sorted({path for root in roots for path in files_in(root)})


def _why_not_graded(path: Path) -> str:
    """Say why a file of a class was not graded."""
    if ignored := why_ignored(path.name):
        return ignored
    if path.is_dir():
        return "a link to another folder"
    if is_notebook(path):
        return "it was not run" if path.is_file() else "it cannot be opened"
    if ".ipynb" in path.name.lower():
        return "no notebook, for the name does not end in .ipynb"
    return "no notebook"


def _listed(names: list[str]) -> str:
    shown = ", ".join(map(one_line, names[:NAMES_SHOWN]))
    more = len(names) - NAMES_SHOWN
    return f"{shown} and {more:,} more" if more > 0 else shown
