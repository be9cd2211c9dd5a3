"""Several processes train one model, each on its shard of every batch.

The work is PyTorch's: ``DistributedDataParallel`` adds up gradients, in
buckets, while the backward pass still runs, and ``SyncBatchNorm`` normalises
over all rows. ``batch_size`` and the learning rate mean what they mean in one
process.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, TypeVar

import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel
from torch.optim import Optimizer

from helpers.training import process_group
from helpers.training.accumulator import Accumulator
from helpers.training.shards import read_shards
from helpers.training.step_output import Step, StepOutput
from helpers.training.strategy import Forward, Shard, Strategy

T = TypeVar("T")
BATCH_NORMS = (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)


def pick_strategy(device: torch.device) -> Strategy:
    """Return how to train: alone, or with the processes of a launcher."""
    if process_group.join_process_group(device):
        return DataParallel(device)
    return Strategy()


class DataParallel(Strategy):
    """Several processes; all must call each method, in the same order."""

    def __init__(self, device: torch.device) -> None:
        self.world_size = dist.get_world_size()
        self.is_main_process = dist.get_rank() == 0
        self._device = device
        self._replica: DistributedDataParallel | None = None

    @contextmanager
    def training(
        self, model: nn.Module, step: Step, optimizer: Optimizer
    ) -> Iterator[Forward]:
        """Give the forward pass of PyTorch's wrapper, for the time of a fit.

        All start from the weights of the main process.

        Raises
        ------
        ValueError
            If the model has batch normalisation and is on the CPU.
        """
        whole = _WholeStep(model, step, optimizer)
        with synchronized_norms(whole, self._device):
            self._replica = DistributedDataParallel(
                whole, find_unused_parameters=True
            )
            try:
                yield self._replica
            finally:
                self._replica = None

    def synchronized(self, now: bool) -> AbstractContextManager[Any]:
        """Leave the gradients of a batch where they are, but for the last."""
        if now or self._replica is None:
            return nullcontext()
        return self._replica.no_sync()

    def batches(
        self, loader: Iterable[Any], training: bool, skip: int = 0
    ) -> Iterator[Shard]:
        """Yield this process's rows of each batch."""
        return read_shards(loader, training, skip)

    def total(self, output: StepOutput, weight: float) -> tuple[float, float]:
        """Add up the counts, and the losses weighed by them."""
        count = output.count * weight
        loss = output.loss.item() * count if count else 0.0
        count, loss = process_group.all_reduce([count, loss], self._device)
        return count, loss / count if count else 0.0

    def all_reduce_gradients(self, parameters: Iterable[nn.Parameter]) -> None:
        """Average the gradients of a group left over at an epoch's end."""
        process_group.all_reduce_gradients(parameters)

    def broadcast_buffers(self, model: nn.Module) -> None:
        """Give all processes the buffers of the main process."""
        process_group.broadcast_buffers(model)

    def seed_others(self) -> None:
        """Give all other processes random numbers of their own."""
        process_group.seed_other_processes()

    def broadcast(self, make: Callable[[], T]) -> T:
        """Let the main process make a value; return it, or raise, in all."""
        return process_group.broadcast(make)

    def all_gather(self, value: T) -> list[T]:
        """Return the value of each process, by rank."""
        return process_group.all_gather(value)

    def merge(self, totals: Accumulator) -> Accumulator:
        """Put the rows of all processes together, in the loader's order."""
        return Accumulator.merged(self.all_gather(totals.state_dict()))


class _WholeStep(nn.Module):
    """A step with its model, so that DDP sees all that has a gradient."""

    def __init__(
        self, model: nn.Module, step: Step, optimizer: Optimizer
    ) -> None:
        super().__init__()
        self.model, self.step = model, step
        held = {id(parameter) for parameter in model.parameters()}
        self.others = nn.ParameterList(  # for instance of a loss
            parameter
            for group in optimizer.param_groups
            for parameter in group["params"]
            if id(parameter) not in held
        )

    def forward(self, batch: Any) -> StepOutput:
        return self.step(self.model, batch)


@contextmanager
def synchronized_norms(
    model: nn.Module, device: torch.device
) -> Iterator[None]:
    """Put ``SyncBatchNorm`` in the place of each batch normalisation.

    Only while the context lasts: parameters and buffers stay the same
    tensors, and the layers come back.

    Raises
    ------
    ValueError
        If there is one, on the CPU: PyTorch's layer works only on GPUs.
    """
    norms = {
        name: module
        for name, module in model.named_modules(remove_duplicate=False)
        if isinstance(module, BATCH_NORMS)
    }
    if norms and device.type == "cpu":
        name, norm = next(iter(norms.items()))
        raise ValueError(
            f"{name.removeprefix('model.')} is a {type(norm).__name__}, which "
            "several processes can only share on GPUs (PyTorch's SyncBatchNorm "
            "does not work on CPUs); use GroupNorm or LayerNorm, or start one "
            "process"
        )
    for name, norm in norms.items():
        shared = nn.SyncBatchNorm.convert_sync_batchnorm(norm)
        model.set_submodule(name, shared)
    try:
        yield
    finally:
        for name, norm in norms.items():
            norm.train(model.get_submodule(name).training)
            model.set_submodule(name, norm)
