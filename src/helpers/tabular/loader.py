"""A loader for tables that lie in memory: a batch is cut out in one go.

A plain ``DataLoader`` asks for row after row and stacks them, which for the
small rows of a table takes longer than to train on them.
"""

import torch
from torch import Tensor
from torch.utils.data import (
    BatchSampler,
    DataLoader,
    RandomSampler,
    Sampler,
    SequentialSampler,
    TensorDataset,
)

from helpers.options import whole_number


def batch_loader(
    *tensors: Tensor,
    batch_size: int,
    shuffle: bool = False,
    generator: torch.Generator | None = None,
) -> DataLoader[tuple[Tensor, ...]]:
    """Return a loader of batches ``(tensor_1, tensor_2, ...)``.

    The batches are those of ``DataLoader(TensorDataset(*tensors), ...)`` with
    the same arguments; they are only made faster.

    Parameters
    ----------
    *tensors
        Each ``(rows, ...)``, the target last.
    batch_size
        Rows in a batch; the last one may have fewer.
    shuffle
        Whether each pass has a new random order.
    generator
        Draws that order.

    Raises
    ------
    TypeError
        If something is no tensor, such as an array or a table.
    ValueError
        If there are no tensors, they differ in length, or ``batch_size`` is
        no whole number from 1 on.
    """
    for tensor in tensors:
        if not isinstance(tensor, Tensor):
            raise TypeError(
                f"batch_loader takes tensors, got {type(tensor).__name__}; "
                "convert it with torch.as_tensor, a table with "
                "torch.tensor(frame.to_numpy())"
            )
    size = whole_number("batch_size", batch_size)
    lengths = [len(tensor) for tensor in tensors]
    if len(set(lengths)) != 1:
        raise ValueError(
            "batch_loader needs tensors with one row per item, got lengths "
            f"{lengths}"
        )
    rows = TensorDataset(*tensors)
    order: Sampler[int] = SequentialSampler(rows)
    if shuffle:
        order = RandomSampler(rows, generator=generator)
    batches = BatchSampler(order, size, drop_last=False)
    # batch_size=None: the sampler's lists of rows go to the data set as they
    # are, and TensorDataset indexes each tensor once with the whole list.
    return DataLoader(
        rows, batch_size=None, sampler=batches, generator=generator
    )
