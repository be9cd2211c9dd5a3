"""A learner's cells, whatever becomes of the kernel that runs them."""

import subprocess
import time
from collections.abc import Iterator

import pytest

from grading import session
from grading.learner_kernel import CellFailedError
from grading.replying import REPLY_MIME
from grading.session import Session

pytestmark = pytest.mark.heavy

PUBLISH = "from IPython.display import publish_display_data as publish\n"


@pytest.fixture
def cells() -> Iterator[Session]:
    session = Session(seconds=15)
    yield session
    session.stop()


def test_later_cells_run_after_a_cell_that_ends_the_kernel(
    cells: Session, capfd: pytest.CaptureFixture[str]
) -> None:
    cells.run("import os, sys\nx = [1]")
    assert cells.run("sys.exit(3)").error == "SystemExit: 3"
    assert cells.run("print(x); os.system('echo x; echo x >&2')").error == ""
    with pytest.raises(CellFailedError, match="the kernel died"):
        cells.run("os._exit(0)")
    # Once more: what was run for a check only is not run again.
    cells.run("x.append(2)", again=False)
    with pytest.raises(CellFailedError, match="an exit call"):
        cells.run("exit()")
    assert cells.run("assert x == [1], x").error == ""
    assert capfd.readouterr() == ("", "")


def test_the_kernel_has_no_secrets_and_no_terminal(
    cells: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "secret")
    cells.run("import os, subprocess, tempfile")
    assert cells.run("assert 'HF_TOKEN' not in os.environ").error == ""
    assert "OSError" in cells.run("open('/dev/tty', 'w')").error
    assert cells.run("assert os.listdir() == []").error == ""
    assert cells.run("assert '\ud800' == '?'").error == ""
    cells.run("subprocess.Popen(['sleep', '86399'])")
    cells.stop()
    time.sleep(0.2)
    assert subprocess.run(["pgrep", "-f", "sleep 86399"]).returncode == 1


def test_replies_and_their_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grading.learner_kernel.LONGEST", 100_000)
    cells = Session(seconds=4)
    code = f"{PUBLISH}publish({{{REPLY_MIME!r}: {{'replies': '1'}}}})"
    noise = "\nfor n in range(300): print(n, flush=True)\nimport this"
    try:
        assert cells.run(code + noise).message == {"replies": "1"}
        assert cells.run(code.replace("{'", "['").replace("'}", "']")).error
        with pytest.raises(CellFailedError, match="ran longer than 4 s"):
            cells.run(code.replace("'1'", "'1' * 200_000"))
    finally:
        cells.stop()


def test_a_hostile_notebook_comes_to_an_end(
    monkeypatch: pytest.MonkeyPatch, cells: Session
) -> None:
    monkeypatch.setattr(session, "MOST_FAILURES", 2)
    for _ in range(2):
        with pytest.raises(CellFailedError, match="died"):
            cells.run("import os; os._exit(0)")
    with pytest.raises(CellFailedError, match="not run: 2 cells before it"):
        cells.run("x = 1")


def test_a_notebook_has_a_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "SECONDS_PER_NOTEBOOK", 0.0)
    with pytest.raises(CellFailedError, match="the notebook has taken 0 s"):
        Session().run("x = 1")
