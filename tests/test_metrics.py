"""Scores against scikit-learn's, and what they refuse."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, root_mean_squared_error
from torch import Tensor

from helpers.metrics import accuracy, rmse
from helpers.training import Metric

pairs_of_classes = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=50
)
sizes, seeds = st.integers(1, 200), st.integers(0, 2**32 - 1)


@given(pairs_of_classes)
def test_accuracy_of_classes_is_scikit_learns(
    pairs: list[tuple[int, int]],
) -> None:
    preds, targets = map(torch.tensor, zip(*pairs, strict=True))
    assert accuracy(preds, targets) == pytest.approx(
        accuracy_score(targets, preds)
    )


@given(sizes, seeds)
def test_accuracy_of_scores_takes_the_largest(count: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    scores, targets = draw.normal(size=(count, 3)), draw.integers(3, size=count)
    assert accuracy(
        torch.from_numpy(scores), torch.from_numpy(targets)
    ) == pytest.approx(accuracy_score(targets, scores.argmax(axis=1)))


def test_accuracy_of_pixels_counts_pixels() -> None:
    scores = torch.zeros(2, 3, 4)  # (rows, classes, pixels)
    scores[:, 1] = 1.0
    targets = torch.tensor([[1, 1, 1, 1], [1, 0, 0, 0]])
    assert accuracy(scores, targets) == pytest.approx(5 / 8)


@given(sizes, seeds, st.sampled_from([0.0, 1e3, 1e6]))
def test_rmse_is_scikit_learns_also_far_from_zero(
    count: int, seed: int, offset: float
) -> None:
    """In float32, 1e6 leaves four binary digits; the errors must keep them."""
    draw = np.random.default_rng(seed)
    preds, targets = draw.normal(offset, 1, (2, count)).astype(np.float32)
    expected = root_mean_squared_error(
        targets.astype(np.float64), preds.astype(np.float64)
    )
    found = rmse(torch.from_numpy(preds), torch.from_numpy(targets))
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_rmse_of_many_small_errors_far_from_zero_is_exact() -> None:
    """A sum of a million float32 squares would drift."""
    preds = torch.full((1_000_000,), 1e6 + 0.125)
    targets = torch.full((1_000_000,), 1e6)
    assert rmse(preds, targets) == 0.125


def test_rmse_is_over_all_numbers_of_a_table() -> None:
    assert rmse(torch.tensor([[3.0, 0.0], [0.0, 1.0]]), torch.zeros(2, 2)) == (
        pytest.approx((10 / 4) ** 0.5)
    )


@pytest.mark.parametrize("metric", [accuracy, rmse])
def test_a_score_is_a_plain_number(metric: Metric) -> None:
    same = torch.tensor([1, 2])
    assert type(metric(same, same)) is float


CLASSES = torch.tensor([0, 1, 2])


@pytest.mark.parametrize(
    ("preds", "targets", "message"),
    [
        (CLASSES, CLASSES[:2], "3 predictions but 2 targets"),
        (CLASSES[:0], CLASSES[:0], "no rows to score; is the split empty"),
        (CLASSES, CLASSES.float(), r"got torch.float32; convert.*\.long\(\)"),
        (CLASSES / 3, CLASSES, r"scores of shape \(3,\); choose a threshold"),
        (
            torch.tensor([[0.0, 1.0], [torch.nan, 1.0]]),
            CLASSES[:2],
            r"scores hold nan.*look for the batch",
        ),
        # Shapes that would be broadcast to every pair, or have one answer only.
        (CLASSES, CLASSES[:, None], r"\(3,\).*\(3, 1\)"),
        (CLASSES[:, None], CLASSES, r"\(3, 1\).*\(3,\)"),
        (torch.rand(3, 4), CLASSES[:, None], r"\(3,\).*\(3, 1\)"),
        (torch.rand(3, 1), CLASSES, r"\(3, 1\)"),
    ],
)
def test_accuracy_refuses(preds: Tensor, targets: Tensor, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        accuracy(preds, targets)


VALUES = torch.tensor([1.0, 2.0, 3.0])


@pytest.mark.parametrize(
    ("preds", "targets", "message"),
    [
        (VALUES, VALUES[:2], "3 predictions but 2 targets"),
        (VALUES[:0], VALUES[:0], "no rows to score; is the split empty"),
        (VALUES[:, None], VALUES, r"\(3, 1\).*\(3,\).*preds.squeeze\(-1\)"),
        (VALUES / 0, VALUES, r"nan or infinity; look at preds.isfinite"),
        (VALUES, VALUES * torch.nan, "nan or infinity"),
    ],
)
def test_rmse_refuses(preds: Tensor, targets: Tensor, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        rmse(preds, targets)
