"""What runs a notebook: the grader for exercises, else nbval with its rules.

The modules that this one imports are needed for notebooks only.
"""

from collections.abc import Iterable
from pathlib import Path

import pytest
from nbval.plugin import IPyNbFile

from notebook_check.notebook import NotebookFile
from helpers.grading.graded import ExerciseFile
from helpers.grading.learners import common_folder, is_linked
from helpers.grading.submission import examine


def notebook_collectors(
    path: Path, parent: pytest.Collector, collected: Iterable[pytest.Collector]
) -> list[pytest.Collector]:
    """Return what collects a notebook.

    Parameters
    ----------
    path, parent
        The notebook, and the folder that it is collected in.
    collected
        What other plugins would collect it with, nbval among them.
    """
    config = parent.config
    is_class = config.option.grades is not None
    folder = common_folder(config.args, config.invocation_params.dir)
    submission = examine(path, is_class and is_linked(path, folder))
    if submission.release is not None or is_class:
        if not is_class and _is_left_out(path, config):
            return []
        exercises = ExerciseFile.from_parent(parent, path=path)
        exercises.submission = submission
        return [exercises]
    return [
        NotebookFile.from_parent(parent, path=path)
        if type(collector) is IPyNbFile
        else collector
        for collector in collected
    ]


def _is_left_out(path: Path, config: pytest.Config) -> bool:
    """Tell whether this is one of the course's own empty exercises.

    They are graded when they stand on the command line.
    """
    solutions = path.parents[1] / "solutions"
    if path.parent.name != "exercises" or not solutions.is_dir():
        return False
    folder = config.invocation_params.dir
    named = (argument.partition("::")[0] for argument in config.args)
    return path not in [(folder / name).resolve() for name in named]
