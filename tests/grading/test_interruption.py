"""Ctrl-C while a class is graded: nothing is lost, and nothing runs on."""

import os
import signal
import subprocess
from pathlib import Path

import pytest
from graded_class import COMMAND, grade, insert, stub, without_torch, write

pytestmark = pytest.mark.heavy


def processes(command: str) -> bool:
    """Tell whether a process runs whose command line matches."""
    found = subprocess.run(["pgrep", "-f", command], capture_output=True)
    return found.returncode == 0


def test_an_interrupted_class_goes_on(tmp_path: Path) -> None:
    (tmp_path / "class" / "ann").mkdir(parents=True)
    endless = stub()
    insert(endless, 0, "import os; os.system('sleep 86397')")
    write(endless, tmp_path / "class" / "ben" / "a.ipynb")
    arguments = ["class", "--csv=grades.csv", "--jobs=1"]
    with subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=tmp_path,
        env={**os.environ, "JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as run:
        assert run.stdout is not None
        assert "ann: 0 of 1" in run.stdout.readline()
        run.send_signal(signal.SIGINT)
        _, said = run.communicate(timeout=60)
    assert run.returncode == 130
    assert said.startswith("interrupted: 1 of 2 notebooks are not graded")
    assert "Traceback" not in said
    assert not processes(f"{tmp_path}/runtime|sleep 86397")
    assert (tmp_path / "grades.csv").read_text("utf-8-sig").count(
        "ann,-,0"
    ) == 1
    write(without_torch(stub()), tmp_path / "class" / "ben" / "a.ipynb")
    resumed = grade(tmp_path, *arguments)
    assert resumed.output.count("1 of 2 notebooks were graded before") == 1
    assert len(resumed.rows) == 1 + 8
    assert not (tmp_path / "grades.csv.part").exists()
