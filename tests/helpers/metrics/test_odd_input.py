"""What else arrives at a metric: half precision, NumPy, -100, nan."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch
from torch import Tensor

from helpers import metrics

HALVES = [torch.bfloat16, torch.float16]
DRAW = torch.Generator().manual_seed(0)
LABELS = torch.randint(3, (60,), generator=DRAW)
LOGITS = torch.randn(60, 3, generator=DRAW) + 2 * torch.eye(3)[LABELS]
ONES = (LABELS == 1).long()
VALUES = torch.randn(60, generator=DRAW)

Metrics = tuple[Callable[..., Any], ...]
OF_CLASSES: Metrics = (
    metrics.accuracy,
    metrics.confusion_matrix,
    metrics.f1,
    metrics.precision,
    metrics.recall,
)
OF_RANKINGS: Metrics = (metrics.roc_auc, metrics.average_precision)
OF_PROBABILITIES: Metrics = (metrics.calibration_error, metrics.reliability)
OF_NUMBERS: Metrics = (metrics.mse, metrics.rmse, metrics.mae, metrics.r2)


def plain(score: Any) -> list[float]:
    """Return all numbers of a score in one list."""
    if isinstance(score, tuple):
        return [number for part in score for number in plain(part)]
    numbers: list[float] = torch.as_tensor(score).flatten().tolist()
    return numbers


def assert_same(metric: Callable[..., Any], *half: Tensor) -> None:
    """Half precision gives what the same numbers in float64 give."""
    double = [x.double() if x.is_floating_point() else x for x in half]
    assert plain(metric(*half)) == pytest.approx(plain(metric(*double)))


@pytest.mark.parametrize("kind", HALVES)
def test_half_precision_is_as_good_as_any(kind: torch.dtype) -> None:
    for metric in OF_CLASSES:
        assert_same(metric, LOGITS.to(kind), LABELS)
    for metric in OF_RANKINGS:
        assert_same(metric, LOGITS[:, 1].to(kind), ONES)
        assert_same(metric, LOGITS[:, 1].to(kind), ONES.to(kind))
    for metric in OF_NUMBERS:
        assert_same(metric, LOGITS[:, 1].to(kind), VALUES.to(kind))
        assert_same(metric, LOGITS[:, 1].to(kind), VALUES)
    for metric in OF_PROBABILITIES:
        assert_same(metric, LOGITS[:, 1].to(kind).sigmoid(), ONES)


@pytest.mark.parametrize("kind", HALVES)
def test_probabilities_in_half_precision_add_up_to_one(
    kind: torch.dtype,
) -> None:
    """Rounded to 8 bits, those of a row add up to 0.997 or 1.003."""
    draw = torch.Generator().manual_seed(1)
    many = torch.randn(500, 40, generator=draw).softmax(1)
    truth = torch.randint(40, (500,), generator=draw)
    exact = metrics.calibration_error(many, truth)
    assert metrics.calibration_error(many.to(kind), truth) == pytest.approx(
        exact, abs=2e-3
    )
    with pytest.raises(ValueError, match="must add up to 1"):
        metrics.calibration_error(0.98 * many.to(kind), truth)


@pytest.mark.parametrize("kind", HALVES)
def test_a_language_model_in_half_precision(kind: torch.dtype) -> None:
    logits = LOGITS.to(kind)
    found = metrics.token_log_probs(logits, LABELS)
    expected = logits.double().log_softmax(1).gather(1, LABELS[:, None])[:, 0]
    torch.testing.assert_close(found, expected.float())
    assert metrics.perplexity(found.to(kind), LABELS) == pytest.approx(
        metrics.perplexity(found, LABELS), rel=0.01
    )


@pytest.mark.parametrize("kind", [torch.uint8, torch.int32, torch.int64])
def test_tokens_may_be_whole_numbers_of_any_type(kind: torch.dtype) -> None:
    """As an eight-bit number, -100 would be the byte 156."""
    logits, bytes_ = torch.zeros(2, 256), torch.tensor([156, 3]).to(kind)
    found = metrics.token_log_probs(logits, bytes_)
    assert found.tolist() == pytest.approx([-np.log(256)] * 2, rel=1e-6)
    assert metrics.perplexity(found, bytes_) == pytest.approx(256, rel=1e-5)


def test_tokens_that_are_no_whole_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match=r"whole numbers.*torch.float32"):
        metrics.token_log_probs(torch.zeros(2, 4), torch.zeros(2))


@pytest.mark.parametrize(
    "metric", [*OF_CLASSES, metrics.calibration_error, metrics.reliability]
)
def test_a_row_without_a_class_is_not_taken_for_a_mistake(
    metric: Callable[..., Any],
) -> None:
    targets = LABELS.clone()
    targets[7] = -100
    with pytest.raises(ValueError, match=r"got -100; leave out rows without"):
        metric(LOGITS.softmax(1), targets)
    kept = targets >= 0
    metric(LOGITS.softmax(1)[kept], targets[kept])


@pytest.mark.parametrize("metric", [*OF_CLASSES, *OF_RANKINGS, *OF_NUMBERS])
def test_what_is_no_tensor_is_refused(metric: Callable[..., Any]) -> None:
    for values in (np.array([0, 1]), [0, 1], pd.Series([0, 1])):
        kind = type(values).__name__
        message = f"metrics take tensors, got {kind}; convert it with torch"
        with pytest.raises(TypeError, match=message):
            metric(values, torch.tensor([0, 1]))
        with pytest.raises(TypeError, match=message):
            metric(torch.tensor([0, 1]), values)


def test_what_is_no_tensor_is_refused_by_the_others_too() -> None:
    array: Any = np.zeros((2, 3))
    for metric in (
        metrics.token_log_probs,
        metrics.perplexity,
        metrics.reliability,
    ):
        with pytest.raises(TypeError, match="take tensors, got ndarray"):
            metric(array, torch.tensor([0, 1]))
    with pytest.raises(TypeError, match="take tensors, got list"):
        metrics.bootstrap_interval(metrics.accuracy, [0, 1], [0, 1])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "metric", [*OF_CLASSES, *OF_RANKINGS, *OF_PROBABILITIES, *OF_NUMBERS]
)
@pytest.mark.parametrize("kind", [torch.float32, *HALVES])
@pytest.mark.parametrize("row", [0, 30, -1])
def test_nan_gets_no_place_in_an_order(
    metric: Callable[..., Any], kind: torch.dtype, row: int
) -> None:
    """Wherever it stands: a maximum of Python's depends on that."""
    scores = LOGITS.softmax(1).to(kind)
    scores[row] = torch.nan
    flat = metric not in OF_CLASSES
    with pytest.raises(ValueError, match="nan"):
        metric(scores[:, 1] if flat else scores, ONES)


def test_tables_of_pandas_are_no_truth_values() -> None:
    """Their truth is ambiguous; their length is what was asked."""
    texts: Any = pd.Series(["the cat sat on the mat"])
    references: Any = pd.Series([np.array(["the cat sat on the mat", "x"])])
    assert metrics.bleu(texts, references) == pytest.approx(100)
    tags: Any = pd.Series([np.array(["B-PER", "O"])])
    assert metrics.entity_scores(tags, tags) == (1, 1, 1)


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA])
def test_a_missing_text_or_tag_is_named(missing: Any) -> None:
    with pytest.raises(ValueError, match="translation of sentence 1 must be"):
        metrics.bleu(["a", missing], [["a"], ["b"]])
    with pytest.raises(ValueError, match="sentence 1 has no reference"):
        metrics.bleu(["a", "b"], [["a"], [missing]])
    with pytest.raises(ValueError, match=r"of word 1 is not of the form"):
        metrics.entities(["O", missing])


@pytest.mark.parametrize(
    "kind", [torch.bool, torch.uint8, torch.int8, torch.int32, torch.uint16]
)
def test_classes_may_be_whole_numbers_of_any_type(kind: torch.dtype) -> None:
    classes = ONES.to(kind)
    for metric in OF_CLASSES:
        expected = plain(metric(LOGITS[:, :2], ONES))
        assert plain(metric(LOGITS[:, :2], classes)) == expected
        assert plain(metric(classes, ONES)) == plain(metric(ONES, ONES))
    scores = LOGITS[:, 1].sigmoid()
    assert metrics.roc_auc(scores, classes) == metrics.roc_auc(scores, ONES)


def test_probabilities_may_be_the_numbers_of_a_model_that_is_always_sure() -> (
    None
):
    sure = torch.eye(3, dtype=torch.long)[LABELS]
    assert metrics.calibration_error(sure, LABELS) == 0
