"""Project: digits that begin at any step."""

from functools import cache
from typing import Any

import numpy as np

from exercises.scored import depends_on_others, no_scores, scores_of
from grading.adapters import given, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question

Reply = dict[str, Any]
LEARNED, ASKED = 16, 20
AHEAD = 0.15


def _ask(rng: np.random.Generator) -> Question:
    return {"names": rng.permutation(10), "seed": int(rng.integers(10**6))}


@cache
def _sequences(part: str, steps: int, seed: int) -> tuple[Array, Array]:
    """Return sequences (rows, steps, 8) and digits (rows,)."""
    from helpers.data import digits

    rng = np.random.default_rng([seed, steps])
    rows = digits()[0 if part == "train" else 2]
    x = np.zeros((len(rows.y), steps, 8), dtype="float32")
    for row, picture in enumerate(rows.x.numpy().reshape(-1, 8, 8)):
        start = rng.integers(steps - 7)
        x[row, start : start + 8] = picture
    return x, rows.y.numpy()


def _use(answer: Any, names: Array, seed: int) -> Any:
    import torch

    x, y = _sequences("train", LEARNED, seed)
    asked = to_tensor(_sequences("test", ASKED, seed)[0])
    torch.manual_seed(seed)
    model = given(answer(to_tensor(x), to_tensor(names[y])))
    return scores_of(model, asked)


def _share(
    reply: Reply, names: Array, seed: int, renamed: bool = True
) -> float:
    y = _sequences("test", ASKED, seed)[1]
    wanted = names[y] if renamed else y
    return float((reply["scores"].argmax(1) == wanted).mean())


@cache
def _linear_share(seed: int) -> float:
    """Return the accuracy of a linear model that sees all steps at once."""
    from sklearn.linear_model import LogisticRegression

    x, y = _sequences("train", ASKED, seed)
    asked, wanted = _sequences("test", ASKED, seed)
    model = LogisticRegression(max_iter=200, tol=0.01)
    model.fit(x.reshape(len(x), -1), y)
    return float(model.score(asked.reshape(len(asked), -1), wanted))


def _no_scores(reply: Any, names: Array, seed: int) -> bool:
    rows = len(_sequences("test", ASKED, seed)[1])
    return no_scores(reply, rows, 10)


BRIEF = ("range(20)", "range(1)")

EXERCISE = Exercise(
    section="a-task-where-it-decides",
    hints=(
        "Which layer does not care at which step a digit begins?",
        "A state that can last while the paper is blank, a layer that turns "
        "the last output into ten scores, and gradients that are clipped.",
        "nn.LSTM or nn.GRU with about fifty hidden numbers and the batch "
        "first; Adam with a rate of a hundredth for about twenty epochs.",
    ),
    ask=_ask,
    use=_use,
    mistakes=(
        Mistake(
            "the model must give ten finite scores a sequence: (batch, 10)",
            ("nn.Linear(48, 10)", "nn.Linear(48, 11)", *BRIEF),
            shows=_no_scores,
        ),
        Mistake(
            "the answer for a sequence depends on the others of its batch",
            (
                "return self.head(output[:, -1])",
                "scores = self.head(output[:, -1])\n"
                "        return scores - scores.mean(dim=0)",
                *BRIEF,
            ),
            shows=lambda reply, names, seed: depends_on_others(reply),
        ),
        Mistake(
            "the model ignores the labels it is given in y",
            (
                "    model = Reader()",
                "    from helpers.data import digits\n"
                "    y = digits()[0].y\n"
                "    model = Reader()",
            ),
            shows=lambda reply, names, seed: (
                _share(reply, names, seed, renamed=False) > 0.5
                and _share(reply, names, seed) < 0.4
            ),
        ),
        Mistake(
            "the model has not learned: it is near to guessing",
            ("nn.LSTM(8, 48, batch_first=True)", "nn.LSTM(8, 48)"),
            ("            optimizer.step()\n", ""),
            shows=lambda reply, names, seed: _share(reply, names, seed) < 0.25,
        ),
        Mistake(
            "it has learned, but is not far enough ahead of a linear model "
            "that sees all steps at once",
            ("lr=0.01", "lr=0.001"),
            ("range(20)", "range(3)"),
            shows=lambda reply, names, seed: (
                _share(reply, names, seed) < _linear_share(seed) + AHEAD
            ),
        ),
    ),
    rounds=1,
)
