"""A pytest plugin: ``pytest --nbval NOTEBOOK`` grades a learner's exercises.

Each exercise is a test. pytest loads the plugin in every run; it does nothing
unless nbval is asked for, and loads the modules that grade only then.
"""

from collections.abc import Generator
from pathlib import Path

import pytest

from grading.isolation import is_active, is_strict
from grading.submission_paths import is_notebook

pytest_plugins = ["grading.isolation"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option for a table of the grades."""
    parser.getgroup("nbval").addoption(
        "--grades", metavar="FILE", help="write the grades of exercises as CSV"
    )


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(
    file_path: Path, parent: pytest.Collector
) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Collect exercise notebooks, and leave all others to other plugins."""
    collected = yield
    if not is_active(parent.config):
        return collected
    if not is_notebook(file_path):
        return [] if is_strict(parent.config) else collected
    from grading.pytest_items import collect_exercises

    exercises = collect_exercises(file_path, parent)
    return collected if exercises is None else exercises


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say how exercises went, and which notebooks were passed over."""
    if not is_active(config):
        return
    from grading.pytest_summary import sections

    for title, lines in sections(terminalreporter, config).items():
        terminalreporter.section(title, sep="-")
        for line in lines:
            terminalreporter.line(line)
