"""A line at the end of the tests: how many wrong answers were rejected."""

from collections import Counter

import pytest

TEST = "test_graders.py::test_a_wrong_answer_gets_its_own_message"


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter,
) -> None:
    """Print the kill rate of the graders, if they were tested."""
    tried = Counter(
        report.outcome
        for reports in terminalreporter.stats.values()
        for report in reports
        if isinstance(report, pytest.TestReport)
        and report.when == "call"
        and TEST in report.nodeid
    )
    if tried:
        terminalreporter.line(
            f"graders: {tried['passed']} of {tried.total()} wrong answers "
            "rejected, each with its own message"
        )
