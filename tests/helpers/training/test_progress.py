"""The progress bar: for people who watch, never in a log."""

import importlib
import io
import os
import sys
from contextlib import redirect_stderr

import pytest
from forked import run_forked
from small_runs import batches, build, linear

from helpers.training import progress


class Terminal(io.StringIO):
    """A stream that says that someone watches."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_a_bar_that_vanishes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stderr", screen := Terminal())
    with progress.progress_bar(3, "training") as bar:
        bar.update()
    *shown, last, _ = screen.getvalue().split("\r")
    assert "training:   0%" in "".join(shown)
    assert not last.strip()


def test_a_loader_of_unknown_length_has_a_bar_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stderr", screen := Terminal())
    build(linear()).fit((batch for batch in batches(8, 4)), epochs=1)
    assert "training: 0it" in screen.getvalue()


def see_a_bar_of_a_new_tqdm(disable: str, shown: bool) -> None:
    """Import tqdm anew, as a process does that finds this variable."""
    os.environ["TQDM_DISABLE"] = disable
    for name in list(sys.modules):
        if name.partition(".")[0] == "tqdm" or name == progress.__name__:
            del sys.modules[name]
    module = importlib.import_module(progress.__name__)
    with (
        redirect_stderr(Terminal()) as screen,
        module.progress_bar(3, "training") as bar,
    ):
        bar.update()
    assert module is not progress
    assert ("training" in screen.getvalue()) is shown


@pytest.mark.parametrize(("disable", "shown"), [("1", False), ("", True)])
def test_the_environment_switches_it_off(disable: str, shown: bool) -> None:
    """In a process of its own: tqdm reads the variable when it is imported."""
    run_forked(see_a_bar_of_a_new_tqdm, disable, shown)


def test_a_log_holds_none(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "ipykernel", raising=False)
    build(linear()).fit(batches(8, 4), batches(4, 4), epochs=2)
    assert capfd.readouterr() == ("", "")


def test_a_program_that_only_imports_ipykernel_is_no_notebook(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As pytest does with nbval: nobody watches, so there is no bar."""
    monkeypatch.setitem(sys.modules, "ipykernel", sys)
    build(linear()).fit(batches(8, 4), epochs=1)
    assert capfd.readouterr() == ("", "")
