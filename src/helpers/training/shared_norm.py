"""Batch normalisation over the whole batch, wherever its rows are computed.

PyTorch's own ``SyncBatchNorm`` does the same, but only on GPUs.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from types import MethodType
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm

from helpers.training.processes import Team


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
    wide = x.float() if x.element_size() < 4 else x
    mean, var, count = _moments(wide.detach(), norm.eps, team)
    _track(norm, mean, var * count / max(count - 1, 1))
    weight = norm.weight if norm.affine else torch.ones_like(mean)
    bias = norm.bias if norm.affine else torch.zeros_like(mean)
    y: Tensor = _Normalise.apply(wide, weight, bias, mean, var, norm.eps, team)
    return y.to(x.dtype)


def _moments(x: Tensor, eps: float, team: Team) -> tuple[Tensor, Tensor, float]:
    """Return the mean and variance (channels,) of all, and of how many.

    The parts are combined as Chan, Golub and LeVeque (1983) do, which loses
    no digits where the mean is large against the spread.
    """
    _, mean, scale = torch.native_batch_norm(
        x, None, None, None, None, True, 0.0, eps
    )  # the quickest way to both on a CPU
    var = (scale**-2 - eps).clamp(min=0)
    count = x.new_full((1,), x.numel() // x.shape[1])
    mine = torch.cat([count, mean, var])
    table = mine.new_zeros(team.count, len(mine))
    table[team.rank] = mine
    dist.all_reduce(table)
    counts, means, variances = table.split([1, len(mean), len(var)], dim=1)
    total = counts.sum()
    middle = (counts * means).sum(0) / total
    spread = (counts * (variances + (means - middle) ** 2)).sum(0) / total
    copies = team.count if team.has_copies else 1
    return middle, spread, float(total) / copies


class _Normalise(torch.autograd.Function):
    """``(x - mean) / std * weight + bias``; mean and std depend on all x."""

    @staticmethod
    def forward(
        ctx: Any,
        x: Tensor,
        weight: Tensor,
        bias: Tensor,
        mean: Tensor,
        var: Tensor,
        eps: float,
        team: Team,
    ) -> Tensor:
        ctx.save_for_backward(x, weight, mean, var)
        ctx.eps = eps
        return nn.functional.batch_norm(x, mean, var, weight, bias, eps=eps)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        """Return the gradients; that of x goes through mean and std too."""
        x, weight, mean, var = ctx.saved_tensors
        dx, dw, db = torch.ops.aten.native_batch_norm_backward(
            gradients[0].contiguous(),
            x, weight, mean, var, None, None, False, ctx.eps,
            [True, True, True],
        )  # fmt: skip
        here = x.new_full((1,), x.numel() // x.shape[1])
        sums = torch.cat([dw, db, here])  # over the rows of this process
        dist.all_reduce(sums)
        all_w, all_b, total = sums.split([len(dw), len(db), 1])
        scale = torch.rsqrt(var + ctx.eps)
        slope = -weight * scale**2 * all_w / total
        shift = -weight * scale * all_b / total - slope * mean
        shape = [1, -1] + [1] * (x.ndim - 2)
        dx = torch.addcmul(dx.add_(shift.view(shape)), x, slope.view(shape))
        return dx, dw, db, None, None, None, None


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
