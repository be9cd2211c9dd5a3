"""`check` as a learner meets it in Jupyter, and under grading."""

import sys
from typing import Any

import numpy as np
import pytest
import torch
from graded_class import COURSE

from grading import check, checking


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COURSE_GRADING", raising=False)
    checking._attempts.clear()


def right(losses: torch.Tensor, sizes: torch.Tensor) -> torch.Tensor:
    return (losses * sizes).sum() / sizes.sum()


def test_a_right_answer_gets_a_tick(capsys: pytest.CaptureFixture[str]) -> None:
    check("2.4", right)
    assert capsys.readouterr().out == "✓ 2.4\n"


def test_the_book_shows_what_is_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    check("2.4", lambda losses, sizes: losses.mean())
    check("2.4", right)
    page = (COURSE / "book" / "grading.md").read_text(encoding="utf-8")
    for text in capsys.readouterr().out.split("✓"):
        assert text in page


def test_hints_get_plainer(capsys: pytest.CaptureFixture[str]) -> None:
    for step in (1, 2, 3, 3):
        check("2.4", lambda losses, sizes: losses.mean())
        shown = capsys.readouterr().out
        assert shown.startswith("✗ 2.4: the small last batch counts")
        assert f"Hint {step}:" in shown


@pytest.mark.parametrize("answer", [None, 3, lambda: 1, lambda a, b: None])
def test_it_never_raises(
    answer: object, capsys: pytest.CaptureFixture[str]
) -> None:
    check("2.4", answer)
    assert capsys.readouterr().out.startswith("✗ 2.4")


@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_hint_can_be_asked_for(
    step: int, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        check("2.4", None, hint=step)
        assert f"Hint {step}:" in capsys.readouterr().out
    check("2.4", right, hint=step)
    assert capsys.readouterr().out == "✓ 2.4\n"


def test_a_step_may_be_a_number_of_numpy(
    capsys: pytest.CaptureFixture[str],
) -> None:
    step: Any = np.int64(3)
    check("2.4", None, hint=step)
    assert "Hint 3:" in capsys.readouterr().out


@pytest.mark.parametrize("step", [0, 4, "2", 1.0, True, np.nan, np.True_])
def test_there_are_three_hints(step: Any) -> None:
    with pytest.raises(ValueError, match=r"hint must be 1 .* got"):
        check("2.4", right, hint=step)


def test_a_key_error_of_the_answer_is_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    check("2.4", lambda losses, sizes: dict[str, float]()["mean"])
    assert "it raises KeyError: 'mean'" in capsys.readouterr().out


@pytest.mark.parametrize(
    "key", ["1.99", "99.1", "1", "", "a.b", "²", "-2.4", "2.4 ", 2.4, None]
)
def test_an_unknown_exercise(
    key: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    check(key, right)
    assert f"there is no exercise {key!r}" in capsys.readouterr().out


def test_a_package_that_is_missing_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "exercises.translation.bleu", None)
    with pytest.raises(ModuleNotFoundError, match=r"translation\.bleu"):
        check("15.2", right)


def test_it_raises_under_grading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_GRADING", "1")
    with pytest.raises(AssertionError, match=r"2\.4 ✗"):
        check("2.4", None)
    check("2.4", right)
