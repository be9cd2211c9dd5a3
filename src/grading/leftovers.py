"""What lies among submissions and is not graded, and why.

Nothing that was handed in is left out without a word.
"""

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from grading.clutter import why_clutter
from grading.grades import one_line
from grading.submission import is_own_stub
from grading.submission_paths import is_notebook, learner_of

NAMES_SHOWN = 5
"""So many files are named in a line."""


def has_notebook(folder: Path) -> bool:
    """Tell whether there is a notebook to grade in a folder or below."""
    return any(
        is_notebook(path) and path.is_file() and not why_clutter(path.name)
        for path in _files(folder)
    )


def no_notebook(folder: Path) -> str:
    """Say that a folder holds no notebook, and what it holds instead."""
    names = [path.relative_to(folder).as_posix() for path in _files(folder)]
    held = f"only {_listed(names)}" if names else "nothing at all"
    return f"there is no notebook (.ipynb) in this folder, {held}"


def left_out(
    folder: Path,
    roots: Iterable[Path],
    done: Collection[Path],
    is_class: bool,
) -> Iterator[str]:
    """Yield a line for each learner and reason: which files were left out.

    Outside of a class there is a line for each reason.

    Parameters
    ----------
    folder
        The one that the names of learners and files depend on.
    roots
        The folders to look through.
    done
        The notebooks that were graded or run.
    is_class
        Whether all files were handed in. Otherwise only notebooks count, and
        not those that nobody asked for.
    """
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path in sorted({path for root in roots for path in _files(root)}):
        why = _why_not_graded(path) if is_class else _why_passed_over(path)
        if why and path not in done:
            learner, name = learner_of(path, folder)
            found[f"{learner}: " if is_class else "", why].append(name)
    for (whose, why), names in found.items():
        yield f"{one_line(whose)} {_listed(names)} ({why})".strip()


def _why_not_graded(path: Path) -> str:
    """Say why a file of a class was not graded."""
    if clutter := why_clutter(path.name):
        return clutter
    if is_notebook(path):
        return "it was not run" if path.is_file() else "it cannot be opened"
    if ".ipynb" in path.name.lower():
        return "no notebook, for the name does not end in .ipynb"
    return "no notebook"


def _why_passed_over(path: Path) -> str:
    """Say why a notebook was not run; nothing of what nobody asked for."""
    if not is_notebook(path):
        return ""
    if is_own_stub(path):
        return "empty exercises are graded if they are named"
    return why_clutter(path.name)


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder, and of clutter only the folder."""
    for place, folders, files in os.walk(folder):
        clutter = [name for name in folders if why_clutter(name)]
        folders[:] = sorted(set(folders) - set(clutter))
        for name in sorted([*clutter, *files]):
            yield Path(place, name)


def _listed(names: list[str]) -> str:
    shown = ", ".join(map(one_line, names[:NAMES_SHOWN]))
    more = len(names) - NAMES_SHOWN
    return f"{shown} and {more:,} more" if more > 0 else shown
