"""Keeps what lies beside a notebook out of pytest's process, the judge.

pytest runs every ``conftest.py``, ``__init__.py`` and test file that it finds.
None of that must come from a learner.
"""

import os
from pathlib import Path

import pytest

from grading.ignored_names import why_ignored

_COURSE = Path(__file__).parents[2]
"""The course, if the package is installed from a clone of it."""
_OWN = (_COURSE / "notebooks", _COURSE / "tests")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Load no conftest from where learners keep their files."""
    if is_strict(early_config):
        early_config.known_args_namespace.noconftest = True
        # Processes of the judge look for no modules where they are started.
        os.environ["PYTHONSAFEPATH"] = "1"


@pytest.hookimpl(tryfirst=True)
def pytest_ignore_collect(
    collection_path: Path, config: pytest.Config
) -> bool | None:
    """Pass over what systems and programs leave."""
    is_left = is_active(config) and why_ignored(collection_path.name)
    return True if is_left else None


@pytest.hookimpl(tryfirst=True)
def pytest_collect_directory(
    path: Path, parent: pytest.Collector
) -> pytest.Collector | None:
    """Make no package of a folder, for that would run its ``__init__.py``."""
    if is_strict(parent.config):
        return pytest.Dir.from_parent(parent, path=path)
    return None


def is_active(config: pytest.Config) -> bool:
    """Tell whether this run is about notebooks."""
    options = config.known_args_namespace
    both = (getattr(options, name, False) for name in ("nbval", "nbval_lax"))
    return any(both)


def is_strict(config: pytest.Config) -> bool:
    """Tell whether notebooks are graded that lie outside the course."""
    folders = _folders(config)
    return is_active(config) and not all(
        any(folder.is_relative_to(own) for own in _OWN) for folder in folders
    )


def _folders(config: pytest.Config) -> list[Path]:
    """Return the folders on the command line, and those of its files."""
    start = config.invocation_params.dir
    given = config.known_args_namespace.file_or_dir
    paths = [(start / one.partition("::")[0]).resolve() for one in given]
    return [path if path.is_dir() else path.parent for path in paths] or [start]
