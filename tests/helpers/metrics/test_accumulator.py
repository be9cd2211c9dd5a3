"""Any split into batches gives the identical value, for every metric."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from helpers import metrics

ROWS = 40
DRAW = torch.Generator().manual_seed(0)
LABELS = torch.randint(4, (ROWS,), generator=DRAW)
SCORES = torch.randn(ROWS, 4, generator=DRAW)
NUMBERS = torch.randn(ROWS, generator=DRAW) + 1e6
YES = (LABELS > 1).long()
LOGITS = torch.randn(ROWS, 7, 9, generator=DRAW)
TOKENS = torch.randint(9, (ROWS, 7), generator=DRAW)
TOKENS[::3, 4:] = -100
WORDS = ["the cat", "a dog in Paris", "Paris", "1999", "Hola, qué tal?"]
TEXTS = [WORDS[i % 5] for i in range(ROWS)]
GOLDS = [[WORDS[i * i % 5], WORDS[i % 3]] for i in range(ROWS)]
TAGS = [["B-PER", "I-PER", "O"][i % 3 :] + ["O"] * (i % 3) for i in range(ROWS)]

CASES: dict[str, tuple[Callable[[Any, Any], Any], Any, Any]] = {
    "accuracy": (metrics.accuracy, SCORES, LABELS),
    "precision": (metrics.precision, SCORES, LABELS),
    "recall": (metrics.recall, SCORES, LABELS),
    "f1": (metrics.f1, SCORES, LABELS),
    "roc_auc": (metrics.roc_auc, SCORES[:, 0], YES),
    "average_precision": (metrics.average_precision, SCORES[:, 0], YES),
    "calibration_error": (
        metrics.calibration_error, SCORES.softmax(1), LABELS,
    ),
    "mse": (metrics.mse, NUMBERS + SCORES[:, 0], NUMBERS),
    "rmse": (metrics.rmse, NUMBERS + SCORES[:, 0], NUMBERS),
    "mae": (metrics.mae, NUMBERS + SCORES[:, 0], NUMBERS),
    "r2": (metrics.r2, NUMBERS + SCORES[:, 0], NUMBERS),
    "perplexity": (
        metrics.perplexity, metrics.token_log_probs(LOGITS, TOKENS), TOKENS,
    ),
    "exact_match": (metrics.exact_match, TEXTS, GOLDS),
    "squad_f1": (metrics.squad_f1, TEXTS, GOLDS),
    "bleu": (metrics.bleu, TEXTS, GOLDS),
    "entity_scores": (metrics.entity_scores, TAGS, TAGS[1:] + TAGS[:1]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
@given(cuts=st.lists(st.integers(1, ROWS - 1), max_size=6, unique=True))
def test_any_split_into_batches_gives_the_identical_value(
    name: str, cuts: list[int]
) -> None:
    metric, preds, targets = CASES[name]
    score = metrics.Accumulator(metric)
    edges = [0, *sorted(cuts), ROWS]
    for start, stop in pairwise(edges):
        score.update(preds[start:stop], targets[start:stop])
    assert score.compute() == metric(preds, targets)


def test_a_mean_of_batch_scores_is_another_number() -> None:
    """The reason for all this: two batches of 30 and 10 rows."""
    parts = [slice(0, 30), slice(30, 40)]
    each = [metrics.f1(SCORES[part], LABELS[part]) for part in parts]
    whole = metrics.f1(SCORES, LABELS)
    assert abs(sum(each) / 2 - whole) > 0.01


def test_the_graph_of_the_model_is_not_kept() -> None:
    score = metrics.Accumulator(metrics.mse)
    score.update(torch.zeros(3, requires_grad=True) * 2, torch.ones(3))
    assert not score._preds[0].requires_grad  # type: ignore[union-attr]


def test_what_cannot_be_scored_is_refused() -> None:
    score = metrics.Accumulator(metrics.accuracy)
    with pytest.raises(ValueError, match="call update"):
        score.compute()
    with pytest.raises(ValueError, match="2 predictions but 1 targets"):
        score.update(LABELS[:2], LABELS[:1])
