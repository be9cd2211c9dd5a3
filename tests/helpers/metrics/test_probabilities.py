"""Rankings against scikit-learn's, calibration against a plain loop."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as theirs
from torch import Tensor

from helpers.metrics import (
    average_precision,
    calibration_error,
    reliability,
    roc_auc,
)

seeds = st.integers(0, 2**32 - 1)


def drawn(seed: int, rows: int = 60) -> tuple[Tensor, Tensor]:
    """Return scores with ties, and targets of both classes."""
    draw = torch.Generator().manual_seed(seed)
    scores = (torch.rand(rows, generator=draw) * 8).round() / 8
    targets = torch.randint(2, (rows,), generator=draw)
    targets[:2] = torch.tensor([0, 1])
    return scores, targets


@given(seeds)
def test_roc_auc_is_the_share_of_pairs_in_order(seed: int) -> None:
    scores, targets = drawn(seed)
    above = scores[targets == 1][:, None] - scores[targets == 0][None]
    pairs = (above > 0).double() + 0.5 * (above == 0).double()
    assert roc_auc(scores, targets) == pytest.approx(pairs.mean().item())


@given(seeds)
def test_rankings_are_scikit_learns_also_with_ties(seed: int) -> None:
    scores, targets = drawn(seed)
    wanted = theirs.roc_auc_score(targets, scores)
    assert roc_auc(scores, targets) == pytest.approx(wanted, abs=1e-12)
    wanted = theirs.average_precision_score(targets, scores)
    assert average_precision(scores, targets) == pytest.approx(
        wanted, abs=1e-12
    )


@given(seeds)
def test_average_precision_of_a_plain_walk_down_the_list(seed: int) -> None:
    draw = torch.Generator().manual_seed(seed)
    scores = torch.randperm(60, generator=draw).double()  # no ties
    _, targets = drawn(seed)
    ordered = targets[scores.argsort(descending=True)].tolist()
    hits, total = 0, 0.0
    for place, target in enumerate(ordered, start=1):
        hits += target
        total += target * hits / place
    wanted = total / sum(ordered)
    assert average_precision(scores, targets) == pytest.approx(wanted)


@given(seeds, st.integers(1, 20))
def test_calibration_error_of_a_plain_loop(seed: int, bins: int) -> None:
    draw = torch.Generator().manual_seed(seed)
    probs = torch.rand(80, 4, generator=draw).softmax(1).double()
    targets = torch.randint(4, (80,), generator=draw)
    wanted = 0.0
    for low in range(bins):
        top, said = probs.max(1)
        inside = (top > low / bins) & (top <= (low + 1) / bins)
        if inside.any():
            right = (said == targets)[inside].double().mean()
            gap = (top[inside].mean() - right).abs()
            wanted += gap.item() * inside.double().mean().item()
    assert math.isclose(
        calibration_error(probs, targets, bins), wanted, abs_tol=1e-9
    )


def test_an_honest_model_has_no_calibration_error() -> None:
    probs = torch.tensor([0.25] * 8 + [0.75] * 8)
    targets = torch.tensor([1, 0, 0, 0] * 2 + [1, 1, 1, 0] * 2)
    assert calibration_error(probs, targets) == pytest.approx(0)


def test_reliability_keeps_every_row_also_those_at_0_and_1() -> None:
    probs = torch.tensor([0.0, 1.0, 0.5, 0.05])
    points = reliability(probs, torch.tensor([0, 1, 1, 0]), bins=10)
    assert points.rows.tolist() == [2, 1, 1]
    assert points.frequency.tolist() == [0, 1, 1]


HALVES = torch.tensor([0.5, 0.5])


@pytest.mark.parametrize(
    ("scores", "targets", "message"),
    [
        (HALVES, torch.tensor([1, 1]), "all targets are of one class"),
        (HALVES, torch.tensor([1, 2]), r"must be 0 or 1, got \[1, 2\]"),
        (HALVES[:, None], torch.tensor([0, 1]), r"take probs\[:, 1\]"),
        (HALVES * torch.nan, torch.tensor([0, 1]), "hold nan"),
        (HALVES, torch.tensor([0]), "2 predictions but 1 targets"),
    ],
)
def test_rankings_refuse(scores: Tensor, targets: Tensor, message: str) -> None:
    for metric in (roc_auc, average_precision):
        with pytest.raises(ValueError, match=message):
            metric(scores, targets)


@pytest.mark.parametrize(
    ("probs", "message"),
    [
        (torch.tensor([[2.0, -1.0]]), "turn logits into them with softmax"),
        (torch.tensor([[0.2, 0.2]]), "must add up to 1"),
        (torch.tensor([[torch.nan, 0.5]]), r"must be in \[0, 1\]"),
    ],
)
def test_what_is_no_probability_is_refused(probs: Tensor, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        calibration_error(probs, torch.tensor([0]))
