"""Cuts a series into windows around each moment at which one could forecast.

A window is a view of the series, so a year of them costs no memory; what is
fitted on the past, the scale included, never sees a value from after a cut.
"""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor
from torch.utils.data import (
    BatchSampler,
    DataLoader,
    Dataset,
    RandomSampler,
    SequentialSampler,
)

from helpers.options import whole_number

Batch = tuple[Tensor, Tensor, Tensor, Tensor]


class Scale(NamedTuple):
    """Mean and standard deviation of the past, in the unit of the series."""

    mean: float
    std: float

    @classmethod
    def fit(cls, past: Tensor) -> "Scale":
        """Measure a series ``(hours,)`` that ends where the future begins.

        Raises
        ------
        ValueError
            If there are fewer than two values, or all of them are equal.
        """
        if past.ndim != 1 or len(past) < 2:
            raise ValueError(
                "a scale is fitted on a series (hours,) of at least two "
                f"values, got {tuple(past.shape)}"
            )
        mean, std = past.double().mean().item(), past.double().std().item()
        if not std > 0 or bool((past == past[0]).all()):
            raise ValueError(
                f"the standard deviation is {std:g}; a series that never "
                "changes, or holds nan, cannot be scaled"
            )
        return cls(mean, std)

    def apply(self, values: Tensor) -> Tensor:
        """Return values in standard deviations from the mean."""
        return (values - self.mean) / self.std

    def undo(self, values: Tensor) -> Tensor:
        """Return scaled values in the unit of the series."""
        return values * self.std + self.mean


class Windows(Dataset[Batch]):
    """What is known at each origin, and what comes after it.

    The **origin** is the first hour of the future. Rows are asked for as
    lists, many at once: use :func:`window_loader`.

    Parameters
    ----------
    series
        ``(hours,)``: the values.
    calendar
        ``(hours, columns)``: what is known of each hour long before.
    origins
        ``(rows,)``: places in the series, whole numbers.
    past, future
        How many hours before and from the origin.

    Raises
    ------
    ValueError
        If a window would stick out of the series, the lengths differ, or
        something is no whole number.
    """

    def __init__(
        self,
        series: Tensor,
        calendar: Tensor,
        origins: Tensor,
        past: int,
        future: int,
    ) -> None:
        if len(series) != len(calendar):
            raise ValueError(
                f"{len(series)} hours in the series but {len(calendar)} in "
                "the calendar; both must be of the same hours"
            )
        past, future = (
            whole_number("past", past),
            whole_number("future", future),
        )
        if origins.is_floating_point():
            raise ValueError(
                f"origins must be whole numbers, got {origins.dtype}; convert "
                "with origins.long()"
            )
        first, last = past, len(series) - future
        if len(origins) == 0 or origins.min() < first or origins.max() > last:
            raise ValueError(
                f"origins must lie in [{first}, {last}] for {past} hours "
                f"before and {future} after, got {_span(origins)}"
            )
        self.origins, self.past = origins.long(), past
        self.pasts = series.unfold(0, past, 1)  # (hours - past + 1, past)
        self.futures = series.unfold(0, future, 1)
        self.past_days = calendar.unfold(0, past, 1)  # (..., columns, past)
        self.future_days = calendar.unfold(0, future, 1)

    def __len__(self) -> int:
        return len(self.origins)

    def __getitem__(self, rows: Sequence[int]) -> Batch:
        """Return a batch.

        Returns
        -------
        past, past_calendar, future_calendar, future
            ``(batch, past)``, ``(batch, past, columns)``, ``(batch, future,
            columns)`` and ``(batch, future)``.
        """
        origin = self.origins[rows]
        start = origin - self.past
        return (
            self.pasts[start],
            self.past_days[start].transpose(1, 2),
            self.future_days[origin].transpose(1, 2),
            self.futures[origin],
        )


def window_loader(
    windows: Windows,
    batch_size: int,
    generator: torch.Generator | None = None,
) -> "DataLoader[Batch]":
    """Return a loader that reads a whole batch of windows at a time.

    Parameters
    ----------
    generator
        Shuffles the windows; without it they come in order.
    """
    order = (
        RandomSampler(windows, generator=generator)
        if generator is not None
        else SequentialSampler(windows)
    )
    size = whole_number("batch_size", batch_size)
    batches = BatchSampler(order, size, drop_last=False)
    return DataLoader(
        windows, sampler=batches, batch_size=None, generator=generator
    )


def _span(origins: Tensor) -> str:
    if len(origins) == 0:
        return "none"
    return f"{int(origins.min())} to {int(origins.max())}"
