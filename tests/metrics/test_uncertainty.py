"""The bootstrap interval: right, repeatable, and clear when it cannot be."""

import pytest
import torch
from scipy import stats
from torch import Tensor

from helpers.metrics import (
    accuracy,
    bootstrap_interval,
    paired_bootstrap,
    rmse,
)


def guesses(count: int, right: float, seed: int = 0) -> tuple[Tensor, Tensor]:
    """Return predictions of which about the given share is right."""
    draw = torch.Generator().manual_seed(seed)
    targets = torch.randint(2, (count,), generator=draw)
    wrong = torch.rand(count, generator=draw) >= right
    return targets ^ wrong, targets


def test_it_is_that_of_scipy() -> None:
    preds, targets = guesses(200, 0.8)
    hits = (preds == targets).double().numpy()
    theirs = stats.bootstrap(
        (hits,), lambda x, axis: x.mean(axis), method="percentile", rng=0
    ).confidence_interval
    ours = bootstrap_interval(accuracy, preds, targets, resamples=2000)
    assert ours == pytest.approx((theirs.low, theirs.high), abs=0.015)


def test_it_covers_the_truth_about_as_often_as_it_says() -> None:
    truth, runs = 0.7, 60
    covers = 0
    for seed in range(runs):
        preds, targets = guesses(150, truth, seed)
        low, high = bootstrap_interval(
            accuracy, preds, targets, level=0.9, resamples=200
        )
        covers += low <= truth <= high
    # 90% of 60 is 54, with a standard deviation of 2.3.
    assert 47 <= covers <= 60


def test_rows_are_drawn_in_pairs() -> None:
    """Targets drawn apart from predictions would give an error above 0."""
    values = torch.arange(50.0)
    low, high = bootstrap_interval(rmse, values, values + 2)
    assert (low, high) == pytest.approx((2, 2))


def test_it_holds_the_middle_of_the_scores() -> None:
    """A metric that numbers its calls has known quantiles."""
    calls = iter([float(call) for call in range(101)])
    values = torch.zeros(3)
    interval = bootstrap_interval(
        lambda preds, targets: next(calls),
        values,
        values,
        level=0.8,
        resamples=101,
    )
    assert interval == pytest.approx((10, 90))


def test_a_seed_repeats_it_and_others_do_not() -> None:
    sample = torch.randn(2, 50, generator=torch.Generator().manual_seed(0))
    first = bootstrap_interval(rmse, *sample, seed=1)
    torch.manual_seed(5)
    assert bootstrap_interval(rmse, *sample, seed=1) == first
    assert bootstrap_interval(rmse, *sample, seed=2) != first


def test_it_leaves_the_generators_of_the_run_alone() -> None:
    before = torch.get_rng_state()
    bootstrap_interval(accuracy, *guesses(20, 0.6))
    assert torch.equal(torch.get_rng_state(), before)


def test_a_higher_level_is_wider_and_more_rows_are_narrower() -> None:
    def width(count: int, level: float) -> float:
        low, high = bootstrap_interval(
            accuracy, *guesses(count, 0.7), level=level
        )
        return high - low

    assert width(100, 0.5) < width(100, 0.9) < width(100, 0.99)
    assert width(1600, 0.9) < width(100, 0.9) / 2


@pytest.mark.parametrize("level", [0.0, 1.0, -0.5, 95])
def test_a_level_out_of_range_is_refused(level: float) -> None:
    with pytest.raises(ValueError, match=f"between 0 and 1, got {level}"):
        bootstrap_interval(accuracy, *guesses(20, 0.6), level=level)


@pytest.mark.parametrize("resamples", [0, -1])
def test_no_resamples_are_refused(resamples: int) -> None:
    with pytest.raises(ValueError, match=f"resamples .*{resamples}"):
        bootstrap_interval(accuracy, *guesses(20, 0.6), resamples=resamples)


def test_bad_rows_are_refused_as_by_the_metric() -> None:
    preds, targets = guesses(20, 0.6)
    with pytest.raises(ValueError, match="20 predictions but 19 targets"):
        bootstrap_interval(accuracy, preds, targets[:-1])
    with pytest.raises(ValueError, match="no rows"):
        bootstrap_interval(accuracy, preds[:0], targets[:0])


def test_two_models_are_compared_on_the_same_rows() -> None:
    """What both get wrong cancels out: pairing must narrow the interval."""
    good, targets = guesses(300, 0.8)
    better = good.clone()
    mended = (good != targets).nonzero().flatten()[:12]
    better[mended] = targets[mended]
    paired = paired_bootstrap(accuracy, better, good, targets)
    assert paired.value == pytest.approx(12 / 300)
    assert paired.low > 0
    low, high = bootstrap_interval(accuracy, good, targets)
    assert paired.high - paired.low < 0.6 * (high - low)


def test_a_model_does_not_differ_from_itself() -> None:
    preds, targets = guesses(100, 0.7)
    assert paired_bootstrap(accuracy, preds, preds, targets) == (0, 0, 0)


def test_models_of_other_rows_are_refused() -> None:
    preds, targets = guesses(100, 0.7)
    with pytest.raises(ValueError, match="99 predictions but 100 targets"):
        paired_bootstrap(accuracy, preds, preds[1:], targets)
