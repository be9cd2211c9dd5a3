"""How far apart outputs are depends on their size, and on nothing else."""

import math
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from helpers.closeness import Difference, difference

NAN, INF = math.nan, math.inf
NONE = Difference(0.0, 0.0)


def compare(found: Any, wanted: Any, **options: Any) -> Difference:
    first, second = (torch.tensor(x, **options) for x in (found, wanted))
    return difference(first, second, second)


@given(
    st.lists(st.floats(0.125, 1), min_size=3, max_size=20),
    st.integers(-18, 18),
)
def test_the_relative_difference_does_not_depend_on_the_scale(
    values: list[float], power: int
) -> None:
    """From 1 down; above, what is near 0 may be off by no more."""
    wanted = torch.tensor(values, dtype=torch.float64)
    found = wanted * 1.001
    small = difference(found, wanted, wanted)
    scaled = difference(*(10.0**power * x for x in (found, wanted, wanted)))
    assert scaled.absolute == pytest.approx(10.0**power * small.absolute)
    if power <= 0:
        assert scaled.relative == pytest.approx(small.relative)
    else:
        assert small.relative <= scaled.relative <= 0.001 * 1.001


def test_each_output_is_measured_by_its_own_size() -> None:
    """A probability beside a price."""
    wanted = torch.tensor([[250_000.0, 0.5], [1e6, 0.9], [3.0, 0.1]])
    price = wanted + torch.tensor([0.0625, 0.0])
    chance = wanted + torch.tensor([0.0, 0.0625])
    assert difference(price, wanted, wanted).relative < 1e-6
    assert difference(chance, wanted, wanted).relative > 0.05


def test_a_row_is_measured_by_the_rows_it_is_from() -> None:
    rows = torch.tensor([[0.0], [1000.0]])
    found = torch.tensor([[0.01]])
    assert difference(found, rows[:1], rows).relative < 1e-4
    assert difference(found, rows[:1], rows[:1]).relative > 1


@pytest.mark.parametrize("place", [NAN, INF, -INF])
def test_what_is_no_number_in_both_is_equal(place: float) -> None:
    assert compare([1.0, place], [1.0, place]) == NONE
    assert compare([place], [place]) == NONE


@pytest.mark.parametrize(
    ("found", "wanted"),
    [(NAN, 1), (1, NAN), (INF, 1), (1, -INF), (INF, -INF), (NAN, INF)],
)
def test_what_is_a_number_in_one_only_is_infinitely_far(
    found: float, wanted: float
) -> None:
    assert compare([1.0, found], [1.0, wanted]) == Difference(INF, INF)


@pytest.mark.parametrize(
    ("found", "wanted", "kind", "steps"),
    [
        ([1, 9999], [1, 10_000], torch.int64, 1.0),
        ([2**62], [2**62 + 1], torch.int64, 1.0),
        ([0], [255], torch.uint8, 255.0),
        ([True, False], [True, True], torch.bool, 1.0),
        ([7], [7], torch.int32, 0.0),
        ([True], [True], torch.bool, 0.0),
    ],
)
def test_whole_numbers_and_truth_values_are_equal_or_not(
    found: Any, wanted: Any, kind: torch.dtype, steps: float
) -> None:
    expected = Difference(steps, steps)
    assert compare(found, wanted, dtype=kind) == expected


@pytest.mark.parametrize(
    "kind",
    [torch.float16, torch.bfloat16, torch.float64, torch.complex64],
)
def test_every_dtype_can_be_compared(kind: torch.dtype) -> None:
    wanted = torch.tensor([1.0, 2.0], dtype=kind)
    found = torch.tensor([1.0, 2.5], dtype=kind)
    assert difference(wanted, wanted, wanted) == NONE
    largest = np.abs(2.5 - 2.0)
    assert difference(found, wanted, wanted).absolute == largest


@pytest.mark.parametrize("values", [torch.zeros(2, 0), torch.zeros(0)])
def test_nothing_differs_in_nothing(values: Tensor) -> None:
    assert difference(values, values, values) == NONE


def test_a_single_number_and_zeros_can_be_compared() -> None:
    assert compare(2.0, 2.0) == NONE
    assert compare([0.0, 0.0], [0.0, 0.0]) == NONE
    assert compare([1e-9], [0.0]).relative == INF
