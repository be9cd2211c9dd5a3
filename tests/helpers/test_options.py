"""Whole numbers of any library are options; everything else is refused."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch

from helpers.options import whole_number


@pytest.mark.parametrize(
    "kind", [int, np.int8, np.int64, np.uint8, np.uint64, torch.tensor]
)
def test_a_whole_number_becomes_an_int(kind: Any) -> None:
    number = whole_number("seed", kind(3))
    assert type(number) is int
    assert number == 3


@pytest.mark.parametrize(
    "value",
    [3.0, np.float64(3), "3", True, np.True_, None, np.nan, pd.NA, [3],
     torch.tensor(3.0), np.array([1, 2]), 3 + 0j],
)  # fmt: skip
def test_what_is_none_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"^rows must be a whole number, got"):
        whole_number("rows", value)


def test_the_least_is_1_unless_another_is_named() -> None:
    with pytest.raises(ValueError, match=r"^rows must be at least 1, got 0$"):
        whole_number("rows", 0)
    assert whole_number("rows", 0, least=0) == 0
    assert whole_number("rows", -7, least=None) == -7
