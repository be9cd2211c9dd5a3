"""A seed repeats a run."""

import random
import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch

from helpers.training import seed_everything


def draw() -> list[float]:
    """Return a number from each of the three generators."""
    return [random.random(), float(np.random.rand()), torch.rand(()).item()]


def test_a_seed_repeats_all_three_generators() -> None:
    seed_everything(7)
    first = draw()
    seed_everything(7)
    assert draw() == first
    seed_everything(8)
    assert all(a != b for a, b in zip(draw(), first, strict=True))


def test_the_loaders_generator_is_seeded_and_stands_alone() -> None:
    undisturbed = torch.randperm(100, generator=seed_everything(7))
    generator = seed_everything(7)
    draw()
    disturbed = torch.randperm(100, generator=generator)
    assert torch.equal(undisturbed, disturbed)


@pytest.mark.parametrize("seed", [0, 2**32 - 1])
def test_the_ends_of_the_range_are_seeds(seed: int) -> None:
    assert seed_everything(seed).initial_seed() == seed


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_a_seed_out_of_range_is_refused(seed: int) -> None:
    with pytest.raises(ValueError, match=rf"\[0, 2\*\*32\), got {seed}"):
        seed_everything(seed)


@pytest.mark.parametrize("kind", [np.int64, np.uint8, np.uint32, torch.tensor])
def test_seeds_come_from_any_library(kind: Any) -> None:
    """As from np.arange(3), or a column of a table of runs."""
    seed_everything(7)
    expected = draw()
    assert seed_everything(kind(7)).initial_seed() == 7
    assert draw() == expected
    with pytest.raises(ValueError, match=r"\[0, 2\*\*32\), got -1"):
        seed_everything(np.int64(-1))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "seed",
    [1.0, "1", True, None, float("nan"), np.float32(1), np.True_, pd.NA],
)
def test_a_seed_that_is_no_whole_number_is_refused(seed: object) -> None:
    with pytest.raises(
        ValueError, match=f"whole number, got {re.escape(repr(seed))}"
    ):
        seed_everything(seed)  # type: ignore[arg-type]
