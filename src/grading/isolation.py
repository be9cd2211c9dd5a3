"""Keeps what lies beside a submission out of the judge's process.

pytest runs every ``conftest.py``, ``__init__.py`` and test file that it finds,
and obeys every ``pytest.ini``. None of that must come from a learner.
"""

import os
from fnmatch import fnmatch
from pathlib import Path

import pytest

from grading.clutter import why_clutter
from grading.submission_paths import named_paths

_COURSE = Path(__file__).parents[2]
"""The course, if the package is installed from a clone of it."""
_OWN = (_COURSE / "notebooks", _COURSE / "tests")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Load no conftest, and refuse settings that came with a submission.

    Raises
    ------
    pytest.UsageError
        If a file among the submissions of a class configures pytest.
    """
    options = early_config.known_args_namespace
    if getattr(options, "numprocesses", None) and _is_active(options):
        # The cells of a notebook belong together, in one process.
        early_config.option.dist = "loadfile"
    if not is_strict(early_config):
        return
    options.noconftest = True
    # Processes of the judge look for no modules where they are started.
    os.environ["PYTHONSAFEPATH"] = "1"
    settings = early_config.inipath
    if settings is None or options.inifilename or not options.grades:
        return
    among = any(_holds(one, settings) for one in _folders(early_config))
    if among and settings.parent.resolve() != _COURSE:
        raise pytest.UsageError(
            f"{settings} lies among the submissions and would configure "
            "pytest. Remove it, or grade with: pytest -c /dev/null --nbval ..."
        )


def pytest_configure(config: pytest.Config) -> None:
    """Go on with the class if a folder cannot be read."""
    if is_strict(config):
        config.option.continue_on_collection_errors = True


@pytest.hookimpl(tryfirst=True)
def pytest_ignore_collect(
    collection_path: Path, config: pytest.Config
) -> bool | None:
    """Look into all folders of a class, whatever they are called.

    pytest would pass over ``build``, ``venv`` and others without a word.
    """
    options = config.known_args_namespace
    if not _is_active(options):
        return None
    if why_clutter(collection_path.name):
        return True
    if options.grades and not _is_unwanted(collection_path, config):
        return False
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_collect_directory(
    path: Path, parent: pytest.Collector
) -> pytest.Collector | None:
    """Make no package of a folder, for that would run its ``__init__.py``."""
    if is_strict(parent.config):
        return pytest.Dir.from_parent(parent, path=path)
    return None


def is_strict(config: pytest.Config) -> bool:
    """Tell whether notebooks are graded that lie outside the course."""
    options = config.known_args_namespace
    if not _is_active(options):
        return False
    if options.grades:
        return True
    return not all(
        any(_holds(own, folder) for own in _OWN) for folder in _folders(config)
    )


def _is_unwanted(path: Path, config: pytest.Config) -> bool:
    """Tell whether ``--ignore`` or ``--ignore-glob`` names a path."""
    start, option = config.invocation_params.dir, config.option
    globs = named_paths(option.ignore_glob or (), start)
    return path in named_paths(option.ignore or (), start) or any(
        fnmatch(str(path), str(one)) for one in globs
    )


def _is_active(options: object) -> bool:
    both = (getattr(options, name, False) for name in ("nbval", "nbval_lax"))
    return any(both)


def _folders(config: pytest.Config) -> list[Path]:
    """Return the folders on the command line, and those of its files."""
    start = config.invocation_params.dir
    given = config.known_args_namespace.file_or_dir
    paths = [(start / one.partition("::")[0]).resolve() for one in given]
    return [path if path.is_dir() else path.parent for path in paths] or [start]


def _holds(folder: Path, path: Path) -> bool:
    return path.resolve().is_relative_to(folder)
