"""The bootstrap interval: right, repeatable, and clear when it cannot be."""

import math
import warnings
from collections.abc import Callable

import numpy as np
import pytest
import torch
from scipy import stats
from torch import Tensor

from helpers.metrics import (
    accuracy,
    average_precision,
    bootstrap_interval,
    f1,
    paired_bootstrap,
    r2,
    rmse,
    roc_auc,
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


# Resamples on which a metric has no meaning.


def mcc(preds: Tensor, targets: Tensor) -> float:
    """Return Matthews' correlation, with Python's 0 / 0."""
    true, said = targets.bool(), preds.bool()
    a, b = int((true & said).sum()), int((true & ~said).sum())
    c, d = int((~true & said).sum()), int((~true & ~said).sum())
    return (a * d - b * c) / math.sqrt((a + b) * (a + c) * (d + b) * (d + c))


def correlation(preds: Tensor, targets: Tensor) -> float:
    """Return Pearson's correlation, nan where nothing varies."""
    return float(torch.corrcoef(torch.stack([preds, targets]).double())[0, 1])


def rare(count: int = 30, ones: int = 3) -> tuple[Tensor, Tensor]:
    """Return scores and targets with few rows of class 1."""
    targets = torch.zeros(count, dtype=torch.long)
    targets[:ones] = 1
    draw = torch.Generator().manual_seed(0)
    return torch.rand(count, generator=draw) + 0.3 * targets, targets


def by_hand(
    metric: Callable[[Tensor, Tensor], float],
    preds: Tensor,
    targets: Tensor,
    resamples: int,
) -> tuple[tuple[float, float], int]:
    """Draw until there are enough scores: the interval, and what was lost."""
    draw = torch.Generator().manual_seed(0)
    scores: list[float] = []
    lost = 0
    while len(scores) < resamples:
        rows = torch.randint(len(targets), (len(targets),), generator=draw)
        if len(set(targets[rows].tolist())) < 2:
            lost += 1
        else:
            scores.append(metric(preds[rows], targets[rows]))
    low, high = np.quantile(scores, [0.025, 0.975])
    return (float(low), float(high)), lost


@pytest.mark.parametrize("metric", [roc_auc, average_precision, correlation])
def test_resamples_without_a_meaning_are_drawn_again_and_counted(
    metric: Callable[[Tensor, Tensor], float],
) -> None:
    preds, targets = rare()
    expected, lost = by_hand(metric, preds, targets, 200)
    assert 0 < lost < 40
    with pytest.warns(
        UserWarning, match=f"^{lost} of {200 + lost} resamples have no score"
    ):
        found = bootstrap_interval(metric, preds, targets, resamples=200)
    assert found == pytest.approx(expected)


def test_a_division_by_zero_is_no_score_either() -> None:
    preds, targets = rare()
    labels = (preds > 0.6).long()
    with pytest.warns(UserWarning, match="division by zero"):
        low, high = bootstrap_interval(mcc, labels, targets, resamples=200)
    assert -1 <= low < mcc(labels, targets) < high <= 1


def test_r2_of_few_rows() -> None:
    targets = torch.tensor([1.0, 1.0, 1.0, 2.0, 1.0, 1.0])
    with pytest.warns(UserWarning, match="all targets .* are equal"):
        low, high = bootstrap_interval(r2, targets + 0.1, targets)
    assert low <= r2(targets + 0.1, targets) <= high


def test_two_models_lose_the_same_resamples() -> None:
    preds, targets = rare()
    with pytest.warns(UserWarning, match="drawn again"):
        gap = paired_bootstrap(roc_auc, preds, 1 - preds, targets)
    assert gap.low < gap.value < gap.high


def test_nothing_is_said_where_every_resample_has_a_score() -> None:
    preds, targets = guesses(100, 0.8)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        bootstrap_interval(f1, preds, targets)
        bootstrap_interval(roc_auc, preds.double(), targets)


def test_rows_that_have_no_score_are_not_blamed_on_a_resample() -> None:
    preds, targets = rare(ones=0)
    with pytest.raises(
        ValueError, match=r"^the metric of all 30 rows: all targets are of one"
    ):
        bootstrap_interval(roc_auc, preds, targets)
    with pytest.raises(ValueError, match=r"all 30 rows: predictions or.*nan"):
        bootstrap_interval(rmse, preds * torch.nan, targets)
    with pytest.raises(ValueError, match="all 30 rows: it is nan"):
        bootstrap_interval(lambda p, t: math.nan, preds, targets)


def test_too_few_rows_for_an_interval_are_named() -> None:
    def only_all_rows(preds: Tensor, targets: Tensor) -> float:
        return 0.5 if len(set(preds.tolist())) == 3 else math.nan

    values = torch.arange(3.0)  # drawn apart in 2 of 9 resamples
    with pytest.raises(
        ValueError, match="more than half of the resamples of these 3 rows"
    ):
        bootstrap_interval(only_all_rows, values, values)


@pytest.mark.parametrize("kind", [torch.bfloat16, torch.float16])
def test_scores_and_tensors_may_be_of_any_precision(kind: torch.dtype) -> None:
    preds, targets = guesses(100, 0.8)
    hits = (preds == targets).to(kind)
    found = bootstrap_interval(lambda x, _: x.mean(), hits, hits)  # type: ignore[arg-type,return-value]
    expected = bootstrap_interval(accuracy, preds, targets)
    assert found == pytest.approx(expected, abs=0.01)


def test_an_infinite_score_is_an_end_and_not_nan() -> None:
    """As the perplexity of a token that the model held impossible."""
    values = torch.zeros(5)
    values[0] = math.inf
    low, high = bootstrap_interval(lambda x, _: x.mean().item(), values, values)
    assert (low, high) == (0.0, math.inf)


def test_a_metric_of_several_numbers_is_refused() -> None:
    preds, targets = guesses(20, 0.8)
    with pytest.raises(TypeError, match=r"one number.*average=None"):
        bootstrap_interval(
            lambda p, t: f1(p, t, average=None),  # type: ignore[arg-type,return-value]
            preds,
            targets,
        )


@pytest.mark.parametrize("resamples", [math.nan, 10.0, True, "10"])
def test_resamples_that_are_no_whole_number_are_refused(
    resamples: float,
) -> None:
    with pytest.raises(ValueError, match="resamples must be a whole number"):
        bootstrap_interval(
            accuracy,
            *guesses(20, 0.6),
            resamples=resamples,  # type: ignore[arg-type]
        )


def test_numpys_whole_numbers_are_whole_numbers() -> None:
    sample, many = guesses(20, 0.6), np.int64(50)
    found = bootstrap_interval(
        accuracy,
        *sample,
        resamples=many,  # type: ignore[arg-type]
        seed=np.int64(3),  # type: ignore[arg-type]
    )
    assert found == bootstrap_interval(accuracy, *sample, resamples=50, seed=3)
