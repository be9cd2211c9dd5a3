"""Whole numbers are told from others, whichever library they come from."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch

from helpers.data.whole_numbers import as_whole


@pytest.mark.parametrize(
    "value",
    [
        7,
        7.0,
        np.int8(7),
        np.uint64(7),
        np.float16(7),
        np.array(7),
        torch.tensor(7),
        torch.tensor(7.0, dtype=torch.bfloat16),
        pd.Series([7], dtype="Int64")[0],
    ],
)
def test_a_whole_number_becomes_an_int(value: Any) -> None:
    assert as_whole(value) == 7
    assert type(as_whole(value)) is int


@pytest.mark.parametrize(
    "value",
    [
        None,
        pd.NA,
        pd.NaT,
        float("nan"),
        -float("inf"),
        np.float32("nan"),
        torch.tensor(float("nan")),
        7.5,
        "7",
        b"7",
        [7],
        np.array([7, 7]),
        torch.zeros(2),
    ],
)
def test_all_else_is_none(value: Any) -> None:
    assert as_whole(value) is None


def test_truth_values_count_as_zero_and_one() -> None:
    for value in (True, np.bool_(True), torch.tensor(True)):
        assert as_whole(value) == 1
