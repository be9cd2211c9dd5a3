"""Several processes that train one model together, as one would alone.

``torchrun`` or ``accelerate launch`` starts them; here they find each other,
through PyTorch's own ``torch.distributed``: gloo on the CPU, NCCL on GPUs.
"""

import atexit
import hashlib
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any, TypeVar

import torch
import torch.distributed as dist
from torch import nn

from helpers.device import seed_everything

Thing = TypeVar("Thing")


def is_first_process() -> bool:
    """Say whether this process is the one that prints and writes files.

    It is, unless a launcher has started several and this is not number 0.
    """
    return int(os.environ.get("RANK", "0")) == 0


class Team:
    """The processes that train together, seen from one of them.

    Every method must be called by all of them, in the same order.

    Attributes
    ----------
    rank
        The number of this process, from 0.
    count
        How many there are.
    has_copies
        Whether all have the same rows now, because they are too few to cut.
    """

    def __init__(self, device: torch.device) -> None:
        self.rank = dist.get_rank()
        self.count = dist.get_world_size()
        self.has_copies = False
        self._device = device

    def gather(self, thing: Thing) -> list[Thing]:
        """Return what each process gave, by rank, to all."""
        things: list[Any] = [None] * self.count
        dist.all_gather_object(things, thing)
        return things

    def hand_out(self, things: Sequence[Thing] | None) -> Thing:
        """Give each process its own of the things that the first one has."""
        mine: list[Any] = [None]
        dist.scatter_object_list(mine, list(things) if things else None)
        received: Thing = mine[0]
        return received

    def first(self, make: Callable[[], Thing]) -> Thing:
        """Let the first process do something, and tell all what came of it.

        An error of the first process is raised by all, so that none waits.
        """
        answer: list[Any] = [None, None]
        if self.rank == 0:
            try:
                answer[0] = make()
            except Exception as error:
                answer[1] = error
        dist.broadcast_object_list(answer)
        if answer[1] is not None:
            raise answer[1]
        made: Thing = answer[0]
        return made

    def total(self, values: Sequence[float]) -> list[float]:
        """Return the sum of each value over all processes."""
        kind = torch.float64
        sums = torch.tensor(values, dtype=kind, device=self._device)
        dist.all_reduce(sums)
        totals: list[float] = sums.tolist()
        return totals

    def add_gradients(self, parameters: Iterable[nn.Parameter]) -> None:
        """Replace each gradient by its sum over all processes.

        A parameter that has none in some of them counts as zero there.
        """
        kinds: dict[torch.dtype, list[nn.Parameter]] = {}
        for parameter in parameters:
            if parameter.requires_grad:
                kinds.setdefault(parameter.dtype, []).append(parameter)
        for same_kind in kinds.values():
            _add_gradients(same_kind)

    def share_weights(self, model: nn.Module) -> None:
        """Give all processes the first one's parameters and buffers."""
        with torch.no_grad():
            for tensor in chain(model.parameters(), model.buffers()):
                if tensor.is_contiguous():
                    dist.broadcast(tensor, 0)
                else:  # for instance channels last
                    copy = tensor.contiguous()
                    dist.broadcast(copy, 0)
                    tensor.copy_(copy)

    def share_randomness(self) -> None:
        """Seed all other processes from the state of the first one.

        The first draws on as if it were alone. The others get numbers of
        their own, or each would drop out the same neurons; since these depend
        only on the first one's state and the rank, a run can be repeated.
        """
        state = self.first(torch.get_rng_state)
        if self.rank > 0:
            text = bytes(state.tolist()) + str(self.rank).encode()
            digest = hashlib.sha256(text).digest()
            seed_everything(int.from_bytes(digest[:4], "little"))


def join_team(device: torch.device) -> Team | None:
    """Meet the other processes; return ``None`` if this one is alone.

    All but the first process print nothing to ``stdout`` from then on.

    Raises
    ------
    ValueError
        If there are several, on a device that cannot add up gradients.
    """
    if not dist.is_available():
        return None
    if int(os.environ.get("WORLD_SIZE", "1")) < 2 and not dist.is_initialized():
        return None
    if device.type not in ("cpu", "cuda"):
        raise ValueError(
            f"several processes can train on CPUs or CUDA GPUs, not on "
            f"{device}; set COURSE_DEVICE=cpu or start one process"
        )
    if device.type == "cuda":  # one GPU each
        torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", "0")))
    if not dist.is_initialized():
        dist.init_process_group("nccl" if device.type == "cuda" else "gloo")
        atexit.register(_leave)
    team = Team(device)
    if team.rank > 0:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 (until the end)
    return team if team.count > 1 else None


def _add_gradients(parameters: list[nn.Parameter]) -> None:
    """Add up in one message: first who has a gradient at all, then all."""
    have = [float(p.grad is not None) for p in parameters]
    grads = [
        torch.zeros_like(p) if p.grad is None else p.grad for p in parameters
    ]
    flags = torch.tensor(have, dtype=grads[0].dtype, device=grads[0].device)
    message = torch.cat([flags, *(grad.reshape(-1) for grad in grads)])
    dist.all_reduce(message)
    sizes = [len(parameters), *(p.numel() for p in parameters)]
    flags, *sums = message.split(sizes)
    for parameter, flag, total in zip(
        parameters, flags.tolist(), sums, strict=True
    ):
        if flag:
            parameter.grad = total.view_as(parameter).clone(
                memory_format=torch.preserve_format
            )


def _leave() -> None:
    if dist.is_initialized():
        dist.destroy_process_group()
