"""The processes that train one model together, through ``torch.distributed``.

``torchrun`` or ``accelerate launch`` starts them; they talk through gloo on
CPUs and through NCCL on GPUs. All of them must call each function here.
"""

import atexit
import hashlib
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import torch
import torch.distributed as dist
from torch import nn

from helpers.training.seeding import seed_everything

T = TypeVar("T")


def is_main_process() -> bool:
    """Say whether this process is the one that prints and writes files.

    It is, unless a launcher has started several and this is not rank 0.
    """
    return int(os.environ.get("RANK", "0")) == 0


def join_process_group(device: torch.device) -> bool:
    """Meet the other processes; return whether there are any.

    Those that are not the main process print nothing to ``stdout`` from then
    on.

    Raises
    ------
    ValueError
        If there are several, on a device that cannot add up gradients.
    """
    if not dist.is_available():
        return False
    if int(os.environ.get("WORLD_SIZE", "1")) < 2 and not dist.is_initialized():
        return False
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
    if dist.get_rank() > 0:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 (until the end)
    return dist.get_world_size() > 1


def all_gather(value: T) -> list[T]:
    """Return what each process gave, by rank, to all."""
    values: list[Any] = [None] * dist.get_world_size()
    dist.all_gather_object(values, value)
    return values


def scatter(values: Sequence[T] | None) -> T:
    """Give each process its own of the values that the main process has."""
    mine: list[Any] = [None]
    dist.scatter_object_list(mine, list(values) if values else None)
    received: T = mine[0]
    return received


def broadcast(make: Callable[[], T]) -> T:
    """Let the main process make a value, and give it to all.

    An error of the main process is raised by all, so that none waits.
    """
    answer: list[Any] = [None, None]
    if dist.get_rank() == 0:
        try:
            answer[0] = make()
        except Exception as error:
            answer[1] = error
    dist.broadcast_object_list(answer)
    if answer[1] is not None:
        raise answer[1]
    made: T = answer[0]
    return made


def all_reduce(values: Sequence[float], device: torch.device) -> list[float]:
    """Return the sum of each value over all processes."""
    sums = torch.tensor(values, dtype=torch.float64, device=device)
    dist.all_reduce(sums)
    totals: list[float] = sums.tolist()
    return totals


def all_reduce_gradients(parameters: Iterable[nn.Parameter]) -> None:
    """Replace each gradient by its mean over all processes.

    A parameter that has none in some of them counts as zero there.
    """
    trained = [p for p in parameters if p.requires_grad]
    device = trained[0].device
    used = all_reduce([float(p.grad is not None) for p in trained], device)
    for parameter, count in zip(trained, used, strict=True):
        if count:
            if parameter.grad is None:
                parameter.grad = torch.zeros_like(parameter)
            total = parameter.grad.contiguous()
            dist.all_reduce(total)
            parameter.grad.copy_(total / dist.get_world_size())


def broadcast_buffers(model: nn.Module) -> None:
    """Give all processes the buffers of the main process."""
    for buffer in model.buffers():
        values = buffer.contiguous()
        dist.broadcast(values, 0)
        buffer.copy_(values)


def seed_other_processes() -> None:
    """Seed all other processes from the state of the main process.

    The main process draws on as if it were alone. The others get numbers of
    their own, or each would drop out the same neurons; since these depend
    only on the main process's state and the rank, a run can be repeated.
    """
    state = broadcast(torch.get_rng_state)
    if dist.get_rank() > 0:
        text = bytes(state.tolist()) + str(dist.get_rank()).encode()
        digest = hashlib.sha256(text).digest()
        seed_everything(int.from_bytes(digest[:4], "little"))


def _leave() -> None:
    if dist.is_initialized():
        dist.destroy_process_group()
