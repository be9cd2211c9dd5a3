"""`check` as a learner meets it in Jupyter, and under grading."""

import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from graded_class import COURSE

from exercises import chapters
from grading import check, checking


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COURSE_GRADING", raising=False)
    checking._progress.clear()


def right(losses: torch.Tensor, sizes: torch.Tensor) -> torch.Tensor:
    return (losses * sizes).sum() / sizes.sum()


def test_a_right_answer_gets_a_tick(capsys: pytest.CaptureFixture[str]) -> None:
    check("2.4", right)
    assert capsys.readouterr().out == "✓ 2.4\n"


def test_the_book_shows_what_is_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = (COURSE / "book" / "grading.md").read_text(encoding="utf-8")
    for answer in (right, lambda losses, sizes: losses.mean()):
        said = shown(capsys, answer)
        for line in re.split(r"[\d.]+(?:, [\d.]+)?", said):
            assert line.strip() in page


def shown(
    capsys: pytest.CaptureFixture[str], answer: Any, hint: int | None = None
) -> str:
    check("2.4", answer, hint=hint)
    return capsys.readouterr().out


def test_a_known_mistake_is_its_own_first_hint(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = shown(capsys, lambda losses, sizes: losses.mean())
    assert said.startswith("✗ 2.4: the small last batch counts")
    assert "  Hint" not in said
    assert "run the check with hint=1" in said


def test_hints_get_plainer_with_each_other_answer(
    capsys: pytest.CaptureFixture[str],
) -> None:
    answers = [
        lambda losses, sizes: losses.mean(),
        lambda losses, sizes: losses.sum() / 4,
        lambda losses, sizes: losses.sum() / 5.5,
        lambda losses, sizes: losses.sum() / 6.5,
        lambda losses, sizes: losses.sum() / 7.5,
    ]
    for step, answer in zip((0, 1, 2, 3, 3), answers, strict=True):
        said = shown(capsys, answer)
        assert (f"  Hint {step}:" in said) == (step > 0)
        again = shown(capsys, answer)
        assert (f"  Hint {step}:" in again) == (step > 0)


def test_values_that_no_mistake_explains_get_a_nudge(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert "  Hint 1:" in shown(capsys, lambda losses, sizes: losses.sum() / 9)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (lambda losses, sizes: ..., "still a '...'"),
        (lambda losses, sizes: None, "returns nothing"),
        (lambda losses, sizes: losses, "the shape is (5,), it must be ()"),
        (lambda losses, sizes: "2", "it is no number but str"),
        (lambda losses, sizes: {"mean": 2.0}, "no number but dict"),
        (lambda losses, sizes: losses[9], "it raises IndexError"),
        (None, "it raises TypeError"),
    ],
)
def test_what_is_plain_gets_no_hint_however_often(
    answer: Any, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(4):
        said = shown(capsys, answer)
        assert says in said
        assert "int 1:" not in said
        assert "hint=" not in said
    assert "  Hint 1:" not in shown(capsys, lambda losses, sizes: losses.mean())


def test_the_smallest_failing_case_is_shown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = shown(capsys, lambda losses, sizes: losses.mean())
    found = re.search(
        r"losses = tensor\(\[([\d.]+), ([\d.]+)\]\)\n"
        r" +sizes = tensor\(\[(\d+), (\d+)\]\)\n"
        r"  expected: ([\d.]+)\n  got:      ([\d.]+)\n",
        said,
    )
    assert found
    one, two, first, second, wanted, got = map(float, found.groups())
    mean = (one * first + two * second) / (first + second)
    assert wanted == pytest.approx(mean, abs=1e-3)
    assert got == pytest.approx((one + two) / 2, abs=1e-3)


def test_an_exception_comes_with_the_line_that_raised_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "cell.py"
    path.write_text("def mean(losses, sizes):\n    return losses[sizes]\n")
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(path.read_text(), str(path), "exec"), names)
    said = shown(capsys, names["mean"])
    assert "(line 2: return losses[sizes])" in said
    assert "got:      it raises IndexError" in said


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
    (translation,) = (one for one in chapters() if "translation" in one.name)
    (key,) = (key for key in translation.exercises if key.endswith(".2"))
    monkeypatch.setitem(sys.modules, "exercises.translation.bleu", None)
    with pytest.raises(ModuleNotFoundError, match=r"translation\.bleu"):
        check(key, right)


def test_it_raises_under_grading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_GRADING", "1")
    with pytest.raises(AssertionError, match=r"2\.4 ✗"):
        check("2.4", None)
    check("2.4", right)


def test_what_takes_too_long_for_grading_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checking, "SECONDS", 0.0)
    said = shown(capsys, right)
    assert said == "✗ 2.4: it took 0 s, and may take 0 s\n"
