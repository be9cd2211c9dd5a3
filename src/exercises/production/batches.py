"""Rows as several processes see them, and what can be wrong."""

from itertools import chain
from typing import Any

CALLS = ("now", "next epoch", "other seed")


def whole(numbers: Any) -> list[int]:
    """Return numbers as plain ones."""
    return [int(number) for number in numbers]


def all_rows(parts: Any) -> list[int]:
    """Return the rows of all batches of all processes."""
    return [row for part in parts for some in part for row in some]


def batches_of(parts: Any) -> list[list[int]]:
    """Return each batch as the processes see it together."""
    return [list(chain(*some)) for some in zip(*parts, strict=False)]


def any_call(test: Any) -> Any:
    """Return a test of a reply that is true if it is so in one call."""
    return lambda reply, **q: any(test(reply[name], **q) for name in CALLS)


def first_batches(reply: Any) -> list[set[int]]:
    """Return the rows of the first batch of each call."""
    return [set(batches_of(reply[name])[0]) for name in CALLS]


def has_other_sizes(parts: Any, rows: int, batch: int, **_: Any) -> bool:
    """Tell whether batches have other sizes than those asked for."""
    full, rest = divmod(rows, batch)
    wanted = [batch] * full + [rest] * (rest > 0)
    return [len(some) for some in batches_of(parts)] != wanted


def is_missing(parts: Any, rows: int, **_: Any) -> bool:
    """Tell whether a row is in no batch."""
    return set(all_rows(parts)) != set(range(rows))


def is_doubled(parts: Any, **_: Any) -> bool:
    """Tell whether a row is in two batches."""
    return len(set(all_rows(parts))) < len(all_rows(parts))
