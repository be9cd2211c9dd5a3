"""The graders of chapter 1: right answers pass, likely mistakes get a hint."""

from pathlib import Path
from typing import Any

import nbformat
import pytest

from helpers.exercises.chapter_01 import EXERCISES
from helpers.grading.judging import draw_questions, replies_of, verdict

FOLDER = Path(__file__).parents[2] / "notebooks" / "solutions"
NAMES = {
    "1.1": "train_step",
    "1.2": "accuracy",
    "1.3": "losses",
    "1.4": "mean_loss",
    "1.5": "split",
    "1.6": "fit",
}
WRONG = [
    ("1.1", "no zero_grad", "    optimizer.zero_grad()\n", ""),
    ("1.1", "no step", "    optimizer.step()\n", ""),
    ("1.1", "no step", "    loss.backward()\n", ""),
    ("1.1", "softmax first", "model(x)", "model(x).softmax(1)"),
    ("1.2", "no eval", "    model.eval()\n", ""),
    ("1.2", "not back", "    model.train()\n", ""),
    ("1.2", "a count", ".float().mean()", ".float().sum()"),
    (
        "1.3",
        "softmax",
        "nn.CrossEntropyLoss()",
        "lambda s, y: nn.functional.cross_entropy(s.softmax(1), y)",
    ),
    (
        "1.3",
        "sigmoid",
        "nn.BCEWithLogitsLoss()",
        "lambda s, y: nn.BCEWithLogitsLoss()(s.sigmoid(), y)",
    ),
    ("1.3", "absolute", "nn.MSELoss()", "nn.L1Loss()"),
    (
        "1.4",
        "mean of means",
        "(losses * sizes).sum() / sizes.sum()",
        "losses.mean()",
    ),
    ("1.4", "batches", "/ sizes.sum()", "/ len(sizes)"),
    ("1.4", "last", "(losses * sizes).sum() / sizes.sum()", "losses[-1]"),
    ("1.5", "all rows", "= train.mean(dim=0), train.std", "= x.mean(0), x.std"),
    (
        "1.5",
        "own scaler",
        "(test - mean) / spread",
        "(test - test.mean(0)) / test.std(0)",
    ),
    (
        "1.5",
        "not scaled",
        "return (train - mean) / spread, (test - mean) / spread",
        "return train, test",
    ),
    ("1.6", "shape", "nn.Linear(128, 10)", "nn.Linear(128, 11)"),
    ("1.6", "chance", "range(100)", "range(0)"),
    (
        "1.6",
        "by heart",
        "    model =",
        "    from helpers.data import digits\n"
        "    y = digits()[0].y\n    model =",
    ),
    ("1.6", "baseline", "range(100)", "range(10)"),
]


def source(key: str) -> str:
    path = FOLDER / "01_fundamentals_solution.ipynb"
    notebook = nbformat.read(path, as_version=4)
    code = [cell.source for cell in notebook.cells]
    first = f"# ANSWER {key}\n"
    return next(str(text) for text in code if text.startswith(first))


def found(key: str, code: str) -> str | None:
    space: dict[str, Any] = {}
    exec("import torch\nfrom torch import nn", space)
    exec(source("1.1"), space)
    exec(code, space)
    exercise = EXERCISES[key]
    questions = draw_questions(exercise, 7)
    replies = replies_of(exercise, space[NAMES[key]], questions)
    return verdict(exercise, questions, replies)


@pytest.mark.parametrize("key", EXERCISES)
def test_the_solution_passes(key: str) -> None:
    assert found(key, source(key)) is None


@pytest.mark.parametrize(("key", "mistake", "right", "wrong"), WRONG)
def test_a_mistake_gets_its_own_message(
    key: str, mistake: str, right: str, wrong: str
) -> None:
    code = source(key)
    assert right in code
    says = {one.name: one.says for one in EXERCISES[key].mistakes}
    assert found(key, code.replace(right, wrong)) == says[mistake]


def test_each_exercise_has_three_wrong_answers_and_no_hint_shows_one() -> None:
    for key, exercise in EXERCISES.items():
        assert len({name for k, name, *_ in WRONG if k == key}) >= 3
        lines = [line.strip() for line in source(key).splitlines()[2:]]
        for text in (*exercise.hints, *(m.says for m in exercise.mistakes)):
            assert not any(line in text for line in lines if len(line) > 3)
