"""All answers of a chapter at once."""

from collections.abc import Iterator
from typing import Any

import pytest

from grading import checking
from grading.checking import check_all_here
from grading.registry import find_chapter

CHAPTER = "2"


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    checking._checked.clear()
    yield
    checking._checked.clear()


def right(losses: Any, sizes: Any) -> Any:
    return (losses * sizes).sum() / sizes.sum()


def test_each_answer_has_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    check_all_here(CHAPTER, {"mean_loss": right, "accuracy": None})
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(find_chapter(CHAPTER).exercises) + 1
    assert lines[0].startswith("✗ 2.1: there is no train_step yet")
    assert lines[1].startswith("✗ 2.2: it raises TypeError")
    assert lines[3] == "✓ 2.4"
    assert lines[-1] == "1 of 8 checks passed"


def test_the_chapter_of_the_last_check_is_meant(
    capsys: pytest.CaptureFixture[str],
) -> None:
    checking.check_here("2.4", right, None)
    check_all_here(None, {"mean_loss": right})
    assert "1 of 8 checks passed" in capsys.readouterr().out


def test_before_any_check_the_chapter_is_asked_for() -> None:
    with pytest.raises(ValueError, match="name the chapter"):
        check_all_here(None, {})


def test_a_chapter_that_is_not_there() -> None:
    with pytest.raises(KeyError, match="no exercises of a chapter '99'"):
        check_all_here("99", {})
