"""Batches of rows of similar length, so that little of a batch is padding.

Pass it to a ``DataLoader`` as its ``batch_sampler``.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import torch
from torch.utils.data import RandomSampler, Sampler

from helpers.data.whole_numbers import as_whole
from helpers.options import whole_number

BATCHES_SORTED_TOGETHER = 50


class LengthBatchSampler(Sampler[list[int]]):
    """Give the numbers of the rows of each batch, in random order.

    The rows are shuffled and taken in portions of 50 batches. Each portion is
    sorted by length and cut into batches, and then the batches are shuffled:
    every epoch has other batches, each row comes once.

    Parameters
    ----------
    lengths
        The length of each row, in tokens.
    batch_size
        How many rows a batch has; the last of a portion may have fewer.
    generator
        What the order is drawn from, as for a ``DataLoader``.

    Raises
    ------
    ValueError
        If there are no rows, a length is no whole number from 0 on, such as
        nan, which has no place in an order, or ``batch_size`` is none from 1
        on.
    """

    def __init__(
        self,
        lengths: Sequence[int],
        batch_size: int,
        generator: torch.Generator | None = None,
    ) -> None:
        if len(lengths) == 0:
            raise ValueError("no lengths were given; is the data set empty?")
        self.lengths = [_length(row, one) for row, one in enumerate(lengths)]
        self.batch_size = whole_number("batch_size", batch_size)
        # The Trainer looks for the generator here when it resumes a run.
        self.sampler = RandomSampler(self.lengths, generator=generator)

    def __len__(self) -> int:
        return -(-len(self.lengths) // self.batch_size)

    def __iter__(self) -> Iterator[list[int]]:
        rows = list(self.sampler)
        portion = self.batch_size * BATCHES_SORTED_TOGETHER
        batches = []
        for start in range(0, len(rows), portion):
            near = sorted(
                rows[start : start + portion], key=self.lengths.__getitem__
            )
            batches += [
                near[first : first + self.batch_size]
                for first in range(0, len(near), self.batch_size)
            ]
        order = torch.randperm(len(batches), generator=self.sampler.generator)
        for number in order.tolist():
            yield batches[number]


def _length(row: int, value: Any) -> int:
    length = as_whole(value)
    if length is None or length < 0:
        raise ValueError(
            "lengths must be whole numbers, the tokens of each row, got "
            f"{value!r} at row {row}"
        )
    return length
