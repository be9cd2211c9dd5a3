"""Early stopping by hand."""

from typing import Any

import numpy as np

from grading.adapters import given, to_plain
from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    patience = int(rng.integers(2, 5))
    start = float(rng.choice([0.5, -3.0]))  # a score may be negative
    rise = start + np.array([0, 0.1, 0.05, 0.2])
    wait = rise[3] - rng.permutation([0.03, 0.07, 0.11])[: patience - 1]
    top = rise[3:] + 0.1
    fall = top - rng.permutation(patience) / 50  # one is as good as the best
    scores = np.concatenate([rise, wait, top, fall, np.full(9, top + 1)])
    epochs = len(scores) if rng.random() < 0.7 else 6
    return {"scores": scores, "patience": patience, "epochs": epochs}


def _use(answer: Any, scores: Array, patience: int, epochs: int) -> Any:
    """Run epochs that do nothing but count, and return the last weight."""
    import torch

    model, done = torch.nn.Linear(1, 1, bias=False), 0

    def train(model: Any) -> None:
        nonlocal done
        done += 1
        torch.nn.init.constant_(model.weight, done)

    def score(model: Any) -> float:
        return float(scores[round(model.weight.item()) - 1])

    found = given(answer(model, train, score, patience, epochs))
    return {"scores": to_plain(found), "weight": model.weight.item()}


def _expected(scores: Array, patience: int, epochs: int) -> Question:
    for last in range(epochs):
        best = int(np.argmax(scores[: last + 1]))  # the first of equal ones
        if last - best == patience:
            break
    return {"scores": scores[: last + 1], "weight": float(best + 1)}


EXERCISE = Exercise(
    section="overfitting-and-how-to-see-it",
    hints=(
        "What has to survive an epoch that is not the best?",
        "The best score, its epoch, and a copy of the weights: a state_dict "
        "points to the tensors that training goes on changing.",
        "The first score is a best one, however low. Keep the epoch of the "
        "best score with a deep copy of the weights; stop when that epoch is "
        "`patience` epochs ago; load the copy.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "the model ends with the weights of the last epoch",
            ("    model.load_state_dict(best)\n", ""),
            ("copy.deepcopy(model.state_dict())", "model.state_dict()"),
        ),
        Mistake(
            "you keep the lowest score; here larger is better",
            (
                "> max(scores[:-1], default=-math",
                "< min(scores[:-1], default=math",
            ),
        ),
        Mistake("an equal score counts as a new best", ("> max", ">= max")),
        Mistake("you stop too late", (">= pat", "> pat")),
        Mistake("you stop too early", (">= patience", ">= patience - 1")),
        Mistake("you never stop early", (">= patience", ">= epochs")),
    ),
    rounds=8,
)
