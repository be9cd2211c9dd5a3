"""What runs a notebook: the grader for exercises, else nbval with its rules.

The modules that this one imports are needed for notebooks only.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from nbval.plugin import IPyNbFile

from grading.graded import ExerciseFile
from grading.leftovers import has_notebook, no_notebook
from grading.submission import Submission, examine, is_own_stub
from grading.submission_paths import common_folder, is_linked, named_paths
from notebook_check.notebook import NotebookFile


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
    if submission.releases or is_class:
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


def empty_folders(collector: pytest.Collector) -> Iterator[ExerciseFile]:
    """Yield what is graded if a learner's folder holds no notebook."""
    path, config = collector.path, collector.config
    folder = common_folder(config.args, config.invocation_params.dir)
    is_learners = isinstance(collector, pytest.Dir) and path.parent == folder
    if is_learners and not has_notebook(path):
        nothing = ExerciseFile.from_parent(collector, path=path)
        nothing.submission = Submission((), None, no_notebook(path))
        yield nothing


def _is_left_out(path: Path, config: pytest.Config) -> bool:
    """Tell whether this is one of the course's own empty exercises.

    They are graded when they stand on the command line.
    """
    named = named_paths(config.args, config.invocation_params.dir)
    return path not in named and is_own_stub(path)
