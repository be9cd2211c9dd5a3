"""Tests of a group share a process."""

import subprocess
import sys
from pathlib import Path

import pytest

TESTS = """
import pytest

@pytest.mark.parametrize("number", range(6))
@pytest.mark.xdist_group("together")
def test_number(number: int) -> None: ...
"""


@pytest.mark.heavy
def test_a_group_is_run_by_one_process(tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text(TESTS)
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-v", "--rootdir=."),
            *("-n", "2", "--dist", "loadgroup", "-p", "xdist_groups"),
            # They take a second each time and have no part in this.
            *("-p", "no:schemathesis", "-p", "no:hypothesispytest"),
        ],
        cwd=tmp_path,
        env={"PYTHONPATH": str(Path(__file__).parent)},
        capture_output=True,
        text=True,
    )
    ran = [line for line in done.stdout.splitlines() if "PASSED" in line]
    assert len(ran) == 6, done.stdout
    assert len({line.partition("]")[0] for line in ran}) == 1
