"""The loss over places."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    sizes = np.append(rng.integers(4, 9, size=3), 9)
    return {
        "scores": 2 * rng.normal(size=(4, 9, 2)).astype("float32"),
        "real": np.arange(9) < sizes[:, None],
        "spans": np.sort(rng.integers(0, 4, size=(4, 2)), axis=1),
    }


def _expected(scores: Array, real: Array, spans: Array) -> float:
    scores = np.where(real[:, :, None], scores, -np.inf)
    powers = np.exp(scores.astype(float))
    total = powers.sum(1, keepdims=True)
    shares = powers / np.where(total > 0, total, 1)
    rows = np.arange(len(spans))
    each = [-np.log(shares[rows, spans[:, end], end]) for end in (0, 1)]
    return float(np.mean(each))


SPAN_LOSS = (
    "    scores = scores.masked_fill(~real[:, :, None], "
    'float("-inf"))\n'
    "    return nn.functional.cross_entropy(scores, spans)"
)

EXERCISE = Exercise(
    section="the-model-and-its-step",
    hints=(
        "A classification: what are the classes here, and how many?",
        "The softmax runs over the places of a window, once for starts and "
        "once for ends; padding must get the probability zero.",
        "Put minus infinity where there is padding. Cross-entropy takes the "
        "classes in the second dimension, which is where the tokens are.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "padding gets a share of the probability",
            ("    scores = scores", "    _ = scores"),
        ),
        Mistake(
            "the softmax runs over start and end, not over the places",
            (
                SPAN_LOSS,
                "    shares = scores.log_softmax(dim=2)\n"
                "    rows = torch.arange(len(spans))[:, None]\n"
                "    return -shares[rows, spans, torch.arange(2)].mean()",
            ),
        ),
        Mistake(
            "the losses of start and end are added, not averaged",
            ("(scores, spans)", "(scores, spans) * 2"),
        ),
        Mistake(
            "the loss knows nothing of where the answer ends",
            ("(scores, spans)", "(scores[:, :, 0], spans[:, 0])"),
        ),
    ),
)
