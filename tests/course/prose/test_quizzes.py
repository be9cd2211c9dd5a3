"""A quiz that says of every option why it is right or wrong passes."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from course.prose import quizzes
from course.repository.notebooks import write_notebook

WHY = "because of a reason that is explained"


def option(letter: str, verdict: str, why: str = WHY) -> str:
    return (
        f"<details><summary>{letter}. This</summary>\n\n{verdict}. {why}\n\n"
        "</details>\n"
    )


def question(number: int, verdicts: Iterable[str]) -> str:
    options = zip("ABCDE", verdicts, strict=False)
    return "\n".join([f"**{number}. Why?**\n", *(option(*o) for o in options)])


def quiz(**changes: str) -> str:
    """Return a right quiz; a change is the text of one question."""
    orders = [("Right", "No", "No"), ("No", "No", "Right", "No")]
    texts = {f"q{n}": question(n, orders[n % 2]) for n in range(1, 6)}
    return "\n".join(["## Check yourself\n", *(texts | changes).values()])


def test_a_right_quiz() -> None:
    assert list(quizzes.check_quiz(quiz())) == []


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (question(2, ["No", "No", "No"]), "exactly one option must be right"),
        (question(2, ["Right", "Right", "No"]), "exactly one option"),
        (question(2, ["Right", "No"]), "the options must be A, B, C"),
        (question(2, ["Right", *["No"] * 4]), "an option is not"),
        (question(2, ["Right", "Perhaps", "No"]), "an option is not"),
        (question(7, ["Right", "No", "No"]), "must be numbered 1, 2, 3"),
        ("", "4 questions, not 5 or more"),
        (
            question(2, ["No", "No"]) + option("C", "Right", "so"),
            "option C is not explained",
        ),
    ],
)
def test_a_fault_is_named(changed: str, message: str) -> None:
    found = list(quizzes.check_quiz(quiz(q2=changed)))
    assert any(message in one for one in found)


def test_the_right_option_must_move() -> None:
    same = {f"q{n}": question(n, ["No", "Right", "No"]) for n in range(1, 6)}
    found = list(quizzes.check_quiz(quiz(**same)))
    assert found == ["the right option always stands in the same place"]


def test_a_chapter_without_a_quiz(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "01_a.ipynb"
    write_notebook(path, new_notebook(cells=[new_markdown_cell("# A")]))
    assert quizzes.main([str(path)]) == 1
    assert "no cell that starts with" in capsys.readouterr().err
