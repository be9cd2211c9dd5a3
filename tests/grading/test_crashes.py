"""The mark of a notebook that stopped the judge."""

import threading
from pathlib import Path

import pytest

from grading.crashes import CrashMark


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PYTEST_XDIST_TESTRUNUID", "run")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_a_mark_that_stayed_is_found(folder: Path) -> None:
    assert not CrashMark("a").set()
    assert CrashMark("a").set()
    assert not CrashMark("b").set()
    CrashMark("a").remove()
    CrashMark("b").remove()
    assert not list(folder.iterdir())
    assert not CrashMark("a").set()


def test_marks_belong_to_one_run(monkeypatch: pytest.MonkeyPatch) -> None:
    CrashMark("a").set()
    monkeypatch.setenv("PYTEST_XDIST_TESTRUNUID", "another run")
    assert not CrashMark("a").set()


def test_one_process_needs_no_marks(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTEST_XDIST_TESTRUNUID")
    for _ in range(2):
        assert not CrashMark("a").set()
    CrashMark("a").remove()
    assert not list(folder.iterdir())


def test_marks_do_not_get_in_each_others_way(folder: Path) -> None:
    errors: list[OSError] = []

    def work(name: str) -> None:
        try:
            for _ in range(300):
                mark = CrashMark(name)
                mark.set()
                mark.remove()
        except OSError as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert not list(folder.iterdir())
