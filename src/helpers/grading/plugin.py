"""A pytest plugin that makes ``pytest --nbval`` a test of the course.

pytest loads it in every run; it does nothing unless nbval is asked for, and
loads the modules that do the work only then.
"""

from collections.abc import Generator
from pathlib import Path

import pytest

from helpers.grading.kernel_environment import CELL_TIMEOUT

NBVAL_DEFAULT_TIMEOUT = 2000


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options for the tolerance."""
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
        help="Write a CSV file with a row per learner and exercise.",
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
    if not is_active(parent.config) or file_path.suffix != ".ipynb":
        return collected
    from nbval.plugin import IPyNbFile

    from helpers.grading.chapter import NotebookFile
    from helpers.grading.merging import find_release

    release = find_release(file_path) if collected else None
    if release is not None:
        from helpers.grading.graded import ExerciseFile

        if is_stub_of_course(file_path) and not is_named(
            file_path, parent.config
        ):
            return []
        exercises = ExerciseFile.from_parent(parent, path=file_path)
        exercises.release = release
        return [exercises]
    return [
        NotebookFile.from_parent(parent, path=file_path)
        if type(collector) is IPyNbFile
        else collector
        for collector in collected
    ]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say how many outputs were compared, and how exercises went."""
    if not is_active(config):
        return
    from helpers.grading.grades import read_grades, summary, write_grades
    from helpers.grading.report import lines, tally_by_notebook

    reports = [
        report
        for category in terminalreporter.stats.values()
        for report in category
        if isinstance(report, pytest.TestReport) and report.when == "call"
    ]
    tallies = tally_by_notebook(reports)
    if tallies:
        terminalreporter.section("notebook outputs", sep="-")
    for line in lines(tallies):
        terminalreporter.line(line)
    grades = read_grades(reports)
    if grades:
        terminalreporter.section("exercises", sep="-")
    for line in summary(grades):
        terminalreporter.line(line)
    if config.option.grades is not None:
        write_grades(config.option.grades, grades)


def is_stub_of_course(path: Path) -> bool:
    """Tell whether a notebook is one of the course's own empty exercises."""
    solutions = path.parents[1] / "solutions"
    return path.parent.name == "exercises" and solutions.is_dir()


def is_named(path: Path, config: pytest.Config) -> bool:
    """Tell whether a file stands on the command line."""
    folder = config.invocation_params.dir
    named = (argument.partition("::")[0] for argument in config.args)
    return path in [(folder / name).resolve() for name in named]


def is_active(config: pytest.Config) -> bool:
    """Tell whether this run validates notebooks."""
    return bool(
        config.getoption("nbval", default=False)
        or config.getoption("nbval_lax", default=False)
    )
