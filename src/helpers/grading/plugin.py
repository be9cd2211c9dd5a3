"""A pytest plugin that makes ``pytest --nbval`` a test of the course.

pytest loads it in every run; it does nothing unless nbval is asked for, and
loads the modules that do the work only then.
"""

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from helpers.grading.guard import is_strict
from helpers.grading.kernel_environment import CELL_TIMEOUT

if TYPE_CHECKING:
    from helpers.grading.graded import ExerciseFile

pytest_plugins = ["helpers.grading.guard"]
NBVAL_DEFAULT_TIMEOUT = 2000


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options for the tolerance and the grades."""
    group = parser.getgroup("nbval")
    group.addoption(
        "--nbval-rtol",
        type=float,
        default=1e-3,
        help="How far decimals in outputs may be apart, relative to the "
        "larger one (default: 1e-3).",
    )
    group.addoption(
        "--nbval-atol",
        type=float,
        default=1e-6,
        help="How far decimals in outputs may be apart (default: 1e-6).",
    )
    group.addoption(
        "--grades",
        type=Path,
        help="Grade a class: write a CSV file with a row per learner and "
        "exercise, and take every notebook for a submission.",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Choose a timeout that ends, and the kernel of this environment."""
    if not is_active(config):
        return
    option = config.option
    # nbval's default cannot be told from the same number on the command line.
    if option.nbval_cell_timeout == NBVAL_DEFAULT_TIMEOUT:
        option.nbval_cell_timeout = CELL_TIMEOUT
    if not option.nbval_kernel_name:
        option.nbval_current_env = True


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(
    file_path: Path, parent: pytest.Collector
) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Collect notebooks as the course wants them run."""
    collected = yield
    if not is_active(parent.config):
        return collected
    if file_path.suffix != ".ipynb":
        return [] if is_strict(parent.config) else collected
    exercises = _exercises(file_path, parent)
    if exercises is not None:
        return [] if _is_left_out(file_path, parent.config) else [exercises]
    from nbval.plugin import IPyNbFile

    from helpers.grading.chapter import NotebookFile

    return [
        NotebookFile.from_parent(parent, path=file_path)
        if type(collector) is IPyNbFile
        else collector
        for collector in collected
    ]


def _exercises(path: Path, parent: pytest.Collector) -> "ExerciseFile | None":
    """Return what grades a file, or None if it is an ordinary notebook."""
    from helpers.grading.graded import ExerciseFile
    from helpers.grading.learners import common_folder, is_linked
    from helpers.grading.submission import examine

    config = parent.config
    is_class = config.option.grades is not None
    folder = common_folder(config.args, config.invocation_params.dir)
    submission = examine(path, is_class and is_linked(path, folder))
    if submission.release is None and not is_class:
        return None
    exercises: ExerciseFile = ExerciseFile.from_parent(parent, path=path)
    exercises.submission = submission
    return exercises


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say how many outputs were compared, and how exercises went."""
    if not is_active(config):
        return
    from helpers.grading.grades import read_grades, summary, write_grades
    from helpers.grading.learners import common_folder, learner_of
    from helpers.grading.report import lines, tally_by_notebook

    reports = [
        report
        for category in terminalreporter.stats.values()
        for report in category
        if isinstance(report, pytest.TestReport)
    ]
    tallies = tally_by_notebook(one for one in reports if one.when == "call")
    if tallies:
        terminalreporter.section("notebook outputs", sep="-")
    for line in lines(tallies):
        terminalreporter.line(line)
    folder = common_folder(config.args, config.invocation_params.dir)
    grades = read_grades(
        reports, lambda place: learner_of(config.rootpath / place, folder)
    )
    if grades:
        terminalreporter.section("exercises", sep="-")
    for line in summary(grades):
        terminalreporter.line(line)
    if config.option.grades is not None:
        write_grades(config.option.grades, grades)


def _is_left_out(path: Path, config: pytest.Config) -> bool:
    """Tell whether this is one of the course's own empty exercises.

    They are graded when they stand on the command line.
    """
    solutions = path.parents[1] / "solutions"
    if path.parent.name != "exercises" or not solutions.is_dir():
        return False
    folder = config.invocation_params.dir
    named = (argument.partition("::")[0] for argument in config.args)
    asked = path in [(folder / name).resolve() for name in named]
    return config.option.grades is None and not asked


def is_active(config: pytest.Config) -> bool:
    """Tell whether this run validates notebooks."""
    return bool(
        config.getoption("nbval", default=False)
        or config.getoption("nbval_lax", default=False)
    )
