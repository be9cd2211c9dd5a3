"""Batch normalisation over the whole batch, wherever its rows are computed.

PyTorch's own ``SyncBatchNorm`` does the same, but only on GPUs.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from types import MethodType

import torch
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm

from helpers.training.processes import Team, sum_with_gradient


@contextmanager
def shared_norms(model: nn.Module, team: Team | None) -> Iterator[None]:
    """Let each batch normalisation see the rows of all processes.

    Only while the context lasts; the model is the same before and after.
    """
    norms = [m for m in model.modules() if isinstance(m, _BatchNorm)]
    if team is None or not norms:
        yield
        return

    def forward(self: _BatchNorm, x: Tensor) -> Tensor:
        return _normalise(self, x, team)

    for norm in norms:
        norm.forward = MethodType(forward, norm)  # type: ignore[method-assign]
    try:
        yield
    finally:
        for norm in norms:
            del norm.forward


def _normalise(norm: _BatchNorm, x: Tensor, team: Team) -> Tensor:
    """Do what ``norm(x)`` does, ``(batch, channels, ...)`` to the same."""
    if not norm.training:
        return type(norm).forward(norm, x)
    axes = [0, *range(2, x.ndim)]
    shape = [1, -1] + [1] * (x.ndim - 2)
    wide = x.float() if x.element_size() < 4 else x
    mean, var, count = _moments(wide, axes, team)
    _track(norm, mean.detach(), var.detach() * count / max(count - 1, 1))
    scale = torch.rsqrt(var + norm.eps)
    y = (wide - mean.view(shape)) * scale.view(shape)
    if norm.affine:
        y = y * norm.weight.view(shape) + norm.bias.view(shape)
    return y.to(x.dtype)


def _moments(
    x: Tensor, axes: list[int], team: Team
) -> tuple[Tensor, Tensor, float]:
    """Return the mean and variance (channels,) of all, and of how many.

    The parts are combined as Chan, Golub and LeVeque (1983) do, which loses
    no digits where the mean is large against the spread.
    """
    var, mean = torch.var_mean(x, axes, correction=0)  # (channels,) each
    count = x.new_full((1,), x.numel() // x.shape[1])
    mine = torch.cat([count, mean, var])
    table = torch.zeros(team.count, len(mine), dtype=x.dtype, device=x.device)
    table = sum_with_gradient(table.index_put((_at(team, x),), mine))
    counts, means, variances = table.split([1, len(mean), len(var)], dim=1)
    total = counts.sum()
    middle = (counts * means).sum(0) / total
    spread = (counts * (variances + (means - middle) ** 2)).sum(0) / total
    copies = team.count if team.has_copies else 1
    return middle, spread, float(total.detach()) / copies


def _at(team: Team, x: Tensor) -> Tensor:
    return torch.tensor(team.rank, device=x.device)


def _track(norm: _BatchNorm, mean: Tensor, var: Tensor) -> None:
    """Move the running statistics, as PyTorch's own forward does."""
    if norm.running_mean is None or norm.running_var is None:
        return
    momentum = norm.momentum
    if norm.num_batches_tracked is not None:
        norm.num_batches_tracked.add_(1)
        if momentum is None:
            momentum = 1 / float(norm.num_batches_tracked)
    step = 0.0 if momentum is None else momentum
    with torch.no_grad():
        norm.running_mean.lerp_(mean.to(norm.running_mean.dtype), step)
        norm.running_var.lerp_(var.to(norm.running_var.dtype), step)
