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
    ValueError
        If there are no tensors, or they differ in length.
    """
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
    batches = BatchSampler(order, batch_size, drop_last=False)
    # batch_size=None: the sampler's lists of rows go to the data set as they
    # are, and TensorDataset indexes each tensor once with the whole list.
    return DataLoader(
        rows, batch_size=None, sampler=batches, generator=generator
    )
