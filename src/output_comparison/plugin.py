"""A pytest plugin: ``pytest --nbval NOTEBOOK`` compares outputs with rules.

pytest loads it in every run; it does nothing unless nbval is asked for, and
loads the modules that do the work only then.
"""

from collections.abc import Generator
from pathlib import Path

import pytest

from output_comparison.kernel_environment import CELL_TIMEOUT

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


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Keep the cells of a notebook in one process, for they belong together."""
    options = early_config.known_args_namespace
    both = (getattr(options, name, False) for name in ("nbval", "nbval_lax"))
    if getattr(options, "numprocesses", None) and any(both):
        early_config.option.dist = "loadfile"


def pytest_configure(config: pytest.Config) -> None:
    """Choose a timeout that ends, and the kernel of this environment."""
    if not _is_active(config):
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
    """Put a file with the rules of this package in place of nbval's."""
    collected = yield
    if not collected or not _is_active(parent.config):
        return collected
    from nbval.plugin import IPyNbFile

    from output_comparison.notebook import NotebookFile

    return [
        NotebookFile.from_parent(parent, path=file_path)
        if type(collector) is IPyNbFile
        else collector
        for collector in collected
    ]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say how many outputs were compared."""
    if not _is_active(config):
        return
    from output_comparison.report import lines, tally_by_notebook

    tallies = tally_by_notebook(
        report
        for category in terminalreporter.stats.values()
        for report in category
        if isinstance(report, pytest.TestReport) and report.when == "call"
    )
    if tallies:
        terminalreporter.section("notebook outputs", sep="-")
    for line in lines(tallies):
        terminalreporter.line(line)


def _is_active(config: pytest.Config) -> bool:
    """Tell whether this run validates notebooks."""
    return bool(
        config.getoption("nbval", default=False)
        or config.getoption("nbval_lax", default=False)
    )
