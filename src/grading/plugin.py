"""A pytest plugin that makes ``pytest --nbval`` a test of the course.

pytest loads it in every run; it does nothing unless nbval is asked for, and
loads the modules that do the work only then.
"""

import os
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path

import pytest

from grading.isolation import is_strict
from grading.submission_paths import is_notebook
from notebook_check.kernel_environment import CELL_TIMEOUT

pytest_plugins = ["grading.isolation"]
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
        type=lambda text: Path(os.path.expanduser(text)),
        help="Grade a class: write a CSV file with a row per learner and "
        "exercise, and take every notebook for a submission.",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Choose a timeout that ends, and the kernel of this environment.

    Raises
    ------
    pytest.UsageError
        If grades are asked for that could not be made or written.
    """
    option = config.option
    if option.grades is not None and not is_active(config):
        raise pytest.UsageError("--grades grades notebooks: add --nbval")
    if option.grades is not None:
        _refuse_unwritable(option.grades)
    if not is_active(config):
        return
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
    if not is_notebook(file_path):
        return [] if is_strict(parent.config) else collected
    from grading.collecting import notebook_collectors

    return notebook_collectors(file_path, parent, collected)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Grade a class with those who handed in no notebook."""
    report = yield
    if is_active(collector.config) and collector.config.option.grades:
        from grading.collecting import empty_folders

        report.result.extend(empty_folders(collector))
    return report


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say how many outputs were compared, and how exercises went."""
    if not is_active(config):
        return
    from grading.grades import read_grades, summary, write_grades
    from grading.submission_paths import common_folder, learner_of
    from notebook_check.report import lines, tally_by_notebook

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
    rest = list(_left_out(config, reports))
    if rest:
        terminalreporter.section("left out", sep="-")
    for line in rest:
        terminalreporter.line(line)
    if config.option.grades is not None:
        write_grades(config.option.grades, grades)


def _left_out(
    config: pytest.Config, reports: Iterable[pytest.TestReport]
) -> Iterator[str]:
    """Yield a line for what lies in the folders named and was not run."""
    from grading.leftovers import left_out
    from grading.submission_paths import common_folder, named_paths

    start, option = config.invocation_params.dir, config.option
    places = (
        one.nodeid.rpartition("::check ")[0] or one.nodeid.partition("::")[0]
        for one in reports
    )
    done = {Path(os.path.abspath(config.rootpath / one)) for one in places}
    written = (option.grades, option.xmlpath)
    done |= set(named_paths((str(one) for one in written if one), start))
    return left_out(
        common_folder(config.args, start),
        [one for one in named_paths(config.args, start) if one.is_dir()],
        done,
        is_class=option.grades is not None,
    )


def _refuse_unwritable(path: Path) -> None:
    """Find out before a class is graded that there is no place for grades."""
    if not path.parent.is_dir():
        raise pytest.UsageError(
            f"--grades: there is no folder {path.parent} to write to"
        )
    try:
        path.open("a").close()
    except OSError as error:
        raise pytest.UsageError(
            f"--grades: {path} cannot be written ({error.strerror}); name "
            "another file, or close it where it is open"
        ) from None


def is_active(config: pytest.Config) -> bool:
    """Tell whether this run validates notebooks."""
    return bool(
        config.getoption("nbval", default=False)
        or config.getoption("nbval_lax", default=False)
    )
