"""Scores of numbers against scikit-learn's, also far from zero."""

from collections.abc import Callable

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as theirs
from torch import Tensor

from helpers.metrics import mae, mse, r2, rmse

sizes, seeds = st.integers(2, 200), st.integers(0, 2**32 - 1)
PAIRS = [
    (mse, theirs.mean_squared_error),
    (rmse, theirs.root_mean_squared_error),
    (mae, theirs.mean_absolute_error),
    (r2, theirs.r2_score),
]


@pytest.mark.parametrize(("ours", "reference"), PAIRS)
@given(count=sizes, seed=seeds, offset=st.sampled_from([0.0, 1e3, 1e6]))
def test_it_is_scikit_learns_also_far_from_zero(
    ours: Callable[[Tensor, Tensor], float],
    reference: Callable[..., float],
    count: int,
    seed: int,
    offset: float,
) -> None:
    """In float32, 1e6 leaves four binary digits; the errors must keep them."""
    draw = np.random.default_rng(seed)
    preds, targets = draw.normal(offset, 1, (2, count)).astype(np.float32)
    if ours is r2 and len(set(targets.tolist())) == 1:
        return  # refused, see below
    expected = reference(targets.astype(np.float64), preds.astype(np.float64))
    found = ours(torch.from_numpy(preds), torch.from_numpy(targets))
    assert found == pytest.approx(expected, rel=1e-6, abs=1e-7)


def test_errors_too_large_for_float32_are_scored() -> None:
    preds, targets = torch.tensor([3e38, 0.0]), torch.tensor([-3e38, 0.0])
    assert mae(preds, targets) == pytest.approx(3e38, rel=1e-6)


def test_rmse_of_many_small_errors_far_from_zero_is_exact() -> None:
    """A sum of a million float32 squares would drift."""
    preds = torch.full((1_000_000,), 1e6 + 0.125)
    targets = torch.full((1_000_000,), 1e6)
    assert rmse(preds, targets) == 0.125


def test_rmse_is_over_all_numbers_of_a_table() -> None:
    assert rmse(torch.tensor([[3.0, 0.0], [0.0, 1.0]]), torch.zeros(2, 2)) == (
        pytest.approx((10 / 4) ** 0.5)
    )


def test_r2_of_a_table_is_the_mean_over_columns() -> None:
    draw = torch.Generator().manual_seed(0)
    targets = torch.rand(50, 3, generator=draw) * torch.tensor([1, 10, 100])
    preds = targets + torch.rand(50, 3, generator=draw)
    wanted = theirs.r2_score(targets.double(), preds.double())
    assert r2(preds, targets) == pytest.approx(wanted, rel=1e-6)


@pytest.mark.parametrize("metric", [mse, rmse, mae, r2])
def test_a_score_is_a_plain_number(
    metric: Callable[[Tensor, Tensor], float],
) -> None:
    same = torch.tensor([1, 2])
    assert type(metric(same, same)) is float


def test_r2_refuses_targets_without_spread() -> None:
    with pytest.raises(ValueError, match="R2 has no meaning; use rmse or mae"):
        r2(torch.tensor([1.0, 2.0]), torch.tensor([3.0, 3.0]))


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
def test_numbers_that_cannot_be_scored_are_refused(
    preds: Tensor, targets: Tensor, message: str
) -> None:
    for metric in (mse, rmse, mae, r2):
        with pytest.raises(ValueError, match=message):
            metric(preds, targets)
