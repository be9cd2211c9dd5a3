"""Batches of like length: every row once, little padding, repeatable."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.utils.data import DataLoader, TensorDataset

from helpers.data.length_batch_sampler import LengthBatchSampler


def generator(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@given(
    st.lists(st.integers(1, 60), min_size=1, max_size=300), st.integers(1, 9)
)
def test_every_row_comes_once(lengths: list[int], size: int) -> None:
    sampler = LengthBatchSampler(lengths, size, generator(0))
    batches = list(sampler)
    assert sorted(row for batch in batches for row in batch) == list(
        range(len(lengths))
    )
    assert len(batches) == len(sampler)
    assert all(1 <= len(batch) <= size for batch in batches)


def test_rows_of_a_batch_have_like_lengths() -> None:
    lengths = torch.randint(1, 200, (640,), generator=generator(1)).tolist()
    batches = list(LengthBatchSampler(lengths, 16, generator(0)))
    widest = [max(lengths[row] for row in batch) for batch in batches]
    padded = sum(16 * width for width in widest)
    assert padded < 1.1 * sum(lengths)
    assert widest != sorted(widest), "the batches themselves are shuffled"


def test_the_generator_decides_and_each_epoch_differs() -> None:
    lengths = [row % 17 for row in range(200)]
    first = LengthBatchSampler(lengths, 8, generator(3))
    second = LengthBatchSampler(lengths, 8, generator(3))
    epochs = [list(first), list(first)]
    assert epochs == [list(second), list(second)]
    assert epochs[0] != epochs[1]


def test_the_generator_to_resume_with_is_the_samplers() -> None:
    """The Trainer looks for it there; its state is all that there is."""
    order = generator(0)
    batches = LengthBatchSampler([*range(20)], 10, order)
    loader: DataLoader[Any] = DataLoader(
        TensorDataset(torch.zeros(20)), batch_sampler=batches
    )
    assert len(loader) == 2
    assert batches.sampler.generator is order
    state = order.get_state()
    epoch = list(batches)
    assert list(batches) != epoch
    order.set_state(state)
    assert list(batches) == epoch


@pytest.mark.parametrize(
    "of", [np.array, torch.tensor, pd.Series, lambda x: np.array(x, np.float64)]
)
def test_lengths_of_any_library_give_the_same_batches(of: Any) -> None:
    lengths = [5, 1, 4, 1, 3, 2, 6]
    expected = list(LengthBatchSampler(lengths, 2, generator(0)))
    found = LengthBatchSampler(of(lengths), np.int64(2), generator(0))  # type: ignore[arg-type]
    assert list(found) == expected
    assert len(found) == 4


@pytest.mark.parametrize(
    ("lengths", "size", "message"),
    [
        ([], 4, "is the data set empty"),
        ([1, 2], 0, "at least 1, got 0"),
        ([1, 2], float("nan"), "batch_size must be a whole number, got nan"),
        ([1, 2], 1.5, "batch_size must be a whole number, got 1.5"),
        ([1, float("nan"), 3], 2, "whole numbers.*got nan at row 1"),
        ([1, None], 2, "got None at row 1"),
        ([pd.NA, 2], 2, "got <NA> at row 0"),
        ([3, -1], 2, "got -1 at row 1"),
        ([3, 1.5], 2, "got 1.5 at row 1"),
    ],
)
def test_what_cannot_be_cut_is_refused(
    lengths: list[Any], size: Any, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        LengthBatchSampler(lengths, size)
