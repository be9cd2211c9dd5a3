"""Tests of the limits for one more run."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from output_comparison.limits import RISK, limits

FLOATS = st.floats(-1e6, 1e6)


def test_the_share_outside_is_the_risk() -> None:
    """Student's interval, by its definition, in another way of writing."""
    values = np.random.default_rng(0).normal(5, 2, 9)
    found = limits(list(values))
    scale = values.std(ddof=1) * math.sqrt(1 + 1 / 9)
    below = stats.t.cdf((found.low - values.mean()) / scale, 8)
    above = stats.t.sf((found.high - values.mean()) / scale, 8)
    assert below == pytest.approx(RISK / 2, rel=1e-6)
    assert above == pytest.approx(RISK / 2, rel=1e-6)


def test_true_repetitions_fall_inside() -> None:
    rng = np.random.default_rng(1)
    outside = 0
    for _ in range(2000):
        *values, new = rng.normal(0.8, 0.01, 10)
        outside += not limits(values).hold(new)
    assert outside <= 1


@given(st.lists(FLOATS, min_size=2, max_size=12))
def test_what_was_measured_lies_near_the_middle(values: list[float]) -> None:
    found = limits(values)
    mean = sum(values) / len(values)
    slack = 1e-9 * (1 + max(map(abs, values)))
    assert found.low - slack <= mean <= found.high + slack


@given(FLOATS, st.floats(0.001, 10))
def test_a_number_that_never_moved_may_differ_by_its_last_place(
    value: float, unit: float
) -> None:
    found = limits([value] * 5, unit=unit)
    assert found.hold(value + 0.999 * unit)
    assert not found.hold(value + 1.01 * unit + 1e-6 * abs(value))


def test_one_unit_of_the_last_place_more_is_within() -> None:
    assert limits([0.91] * 5, unit=0.01).hold(0.92)


def test_the_column_widens_what_moved_too_little() -> None:
    values = [0.5, 0.5, 0.5, 0.5]
    alone, pooled = limits(values), limits(values, pooled=0.01**2)
    assert not alone.hold(0.51)
    assert pooled.hold(0.51)


def test_nan_lies_nowhere() -> None:
    assert not limits([0.1, 0.2]).hold(math.nan)
