"""Project: weigh a rodent without a scale."""

from typing import Any

import numpy as np

from exercises.scored import has_shape
from exercises.tabular_more.weights import mae, simple_errors, weighed
from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    sizes = weighed()[2]
    return {
        "columns": rng.permutation(len(sizes)),
        "codes": [rng.permutation(size) for size in sizes],
        "unit": float(rng.uniform(10, 100)),
        "seed": int(rng.integers(10**6)),
    }


def _use(
    answer: Any, columns: Array, codes: list[Array], unit: float, seed: int
) -> Any:
    import torch

    def renamed(part: list[Array]) -> list[Any]:
        x_num, x_cat, _ = part
        levels = [codes[k][x_cat[:, k]] for k in columns]
        return [to_tensor(x_num), to_tensor(np.stack(levels, 1))]

    train, test, sizes = weighed()
    y = to_tensor(train[2] * np.float32(unit))
    torch.manual_seed(seed)
    model = given(answer(*renamed(train), [sizes[k] for k in columns], y))
    return to_plain(given(model(*renamed(test))))


def _wrong_shape(reply: Any, **_: Any) -> bool:
    rows = len(weighed()[1][2])
    return not has_shape(reply, rows)


def _logarithm(reply: Array, unit: float, **_: Any) -> bool:
    turned = mae(np.exp(reply.clip(max=20).astype(float)), unit)
    return turned < min(0.8 * simple_errors()[1], mae(reply, unit))


def _standardised(reply: Array, unit: float, **_: Any) -> bool:
    truth = weighed()[1][2] * unit
    alike = np.ptp(reply) > 0 and np.corrcoef(reply, truth)[0, 1] > 0.5
    return bool(alike and abs(reply.mean()) < 0.3 * truth.mean())


BRIEF = ("range(8)", "range(1)")

EXERCISE = Exercise(
    section="the-second-question-how-much-do-they-earn",
    hints=(
        "In which unit does the network answer, and on which scale does it "
        "learn best?",
        "Fill the gaps inside the model, so that new rows go the same way; "
        "learn standardised logarithms, and turn the answers back.",
        "An embedding for each category, one hidden layer of sixty-four, a "
        "few epochs of Adam in batches of 256; then times the deviation, plus "
        "the mean, and the exponential.",
    ),
    ask=_ask,
    use=_use,
    mistakes=(
        Mistake(
            "the model must give one weight a row: (batch,)",
            (".exp()\n\n", ".exp()[:, None]\n\n", *BRIEF),
            shows=_wrong_shape,
        ),
        Mistake(
            "some answers are nan: what does your model do with a gap?",
            ("x_num.nan_to_num(0)", "x_num", *BRIEF),
            shows=lambda reply, **_: not np.isfinite(reply).all(),
        ),
        Mistake(
            "the answers are logarithms of weights, not weights",
            ("self.mean).exp()", "self.mean)"),
            shows=_logarithm,
        ),
        Mistake(
            "the answers are still on the standardised scale",
            (
                "(self.scores(x_num, x_cat) * self.std + self.mean).exp()",
                "self.scores(x_num, x_cat)",
            ),
            shows=_standardised,
        ),
        Mistake(
            "that is hardly better than the median of all rodents",
            (
                "(self.scores(x_num, x_cat) * self.std + self.mean).exp()",
                "(self.scores(x_num, x_cat) * 0 + self.mean).exp()",
                *BRIEF,
            ),
            shows=lambda reply, unit, **_: (
                mae(reply, unit) > 0.85 * simple_errors()[1]
            ),
        ),
        Mistake(
            "it has learned, but hardly more than ridge regression on the "
            "logarithms",
            ("nn.ReLU()", "nn.Identity()"),
            shows=lambda reply, unit, **_: (
                mae(reply, unit) > 0.98 * simple_errors()[0]
            ),
        ),
    ),
    rounds=1,
)
