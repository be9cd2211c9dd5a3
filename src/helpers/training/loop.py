"""The course's one training loop, the same for all four kinds of data.

It is the loop that the first chapter writes by hand: forward, loss, backward,
step, validate. What a batch means is left to the step; what else a run may
need hangs on callbacks, and several processes on a strategy.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from typing import Any

import torch
from torch import nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler

from helpers.training.accumulator import Accumulator
from helpers.training.batches import empty_loader, move_to, number_of_batches
from helpers.training.callbacks import Callback
from helpers.training.checks import check_finite
from helpers.training.history import History
from helpers.training.run_state import RunState
from helpers.training.step_output import Metric, Step, StepOutput, checked
from helpers.training.strategy import Forward, Strategy

Loader = Iterable[Any]


class Loop:
    """Go over the data, again and again; :class:`.Trainer` is its front."""

    def __init__(
        self,
        model: nn.Module,
        step: Step,
        optimizer: Optimizer,
        scheduler: LRScheduler | None,
        *,
        device: torch.device,
        strategy: Strategy,
        clip_norm: float | None,
        accumulate: int,
        autocast: torch.dtype | None,
    ) -> None:
        self.model = model.to(device)
        self.step, self.device, self.strategy = step, device, strategy
        self.optimizer, self.scheduler = optimizer, scheduler
        self.clip_norm, self.accumulate = clip_norm, accumulate
        self._precision: AbstractContextManager[Any] = nullcontext()
        if autocast is not None:  # costs 20 us a step: only if asked for
            self._precision = torch.autocast(device.type, autocast)
        self.run_state = RunState(model, optimizer, scheduler, strategy)
        self.should_stop = False

    @property
    def history(self) -> History:
        """One row for each epoch trained so far, over all fits."""
        return self.run_state.history

    def _train(
        self,
        train: Loader,
        valid: Loader | None,
        epochs: int,
        metrics: Mapping[str, Metric],
        callbacks: Sequence[Callback],
    ) -> None:
        """Train, validate and note the scores, epoch after epoch."""
        strategy, optimizer = self.strategy, self.optimizer
        with strategy.training(self.model, self.step, optimizer) as forward:
            for _ in range(epochs):
                start = time.perf_counter()
                row = self._train_epoch(train, metrics, forward, callbacks)
                if valid is not None:
                    scores = self._score(valid, metrics, "validation")
                    row |= _prefixed("valid", scores)
                row["learning_rate"] = optimizer.param_groups[0]["lr"]
                self.history.append(row, time.perf_counter() - start)
                for callback in callbacks:
                    callback.on_epoch_end(self, row)
                if self.should_stop:
                    break

    def _train_epoch(
        self,
        loader: Loader,
        metrics: Mapping[str, Metric],
        forward: Forward,
        callbacks: Sequence[Callback],
    ) -> dict[str, float]:
        """Go once over the training data; return its row of scores."""
        self.model.train()
        self.optimizer.zero_grad()
        totals = Accumulator(keep=bool(metrics))
        waiting, items = 0, 0.0  # batches and items since the last update
        for batch, weight in self.run_state.begin_epoch(loader, totals):
            is_last = waiting + 1 == self.accumulate
            with self.strategy.synchronized(is_last):
                output = self._forward(forward, batch)
                count, loss = self.strategy.total(output, weight)
                if count:
                    self._backward(output, weight, loss, totals.batches + 1)
            totals.add(loss, output, self.strategy.counts(weight))
            for callback in callbacks:
                callback.on_batch_end(self)
            if count == 0:  # all labels ignored: nothing to learn
                continue
            waiting, items = waiting + 1, items + count
            if is_last:
                self._update(items)
                waiting, items = 0, 0.0
                for callback in callbacks:
                    callback.on_update(self, totals)
        if totals.batches == 0:
            raise empty_loader("training")
        if waiting:
            self.strategy.all_reduce_gradients(self._parameters())
            self._update(items)
        self.strategy.broadcast_buffers(self.model)
        totals = self.strategy.merge(totals)
        scores = self.strategy.broadcast(lambda: totals.score(metrics))
        return _prefixed("train", scores)

    def _forward(self, forward: Forward, batch: Any) -> StepOutput:
        batch = move_to(batch, self.device)
        with self._precision:
            return checked(forward(batch))

    def _backward(
        self, output: StepOutput, weight: float, loss: float, batch: int
    ) -> None:
        """Add to the gradients: of the mean loss, or of the sum of many."""
        check_finite(loss, len(self.history) + 1, batch)
        if not self._adds_sums:
            output.loss.backward()
        elif output.count:
            scale = output.count * weight * self.strategy.world_size
            (output.loss * scale).backward()  # DDP divides by the world size
        else:  # nothing of it here, but the others wait for the gradients
            (output.loss.nan_to_num() * 0.0).backward()

    def _update(self, items: float) -> None:
        """Change the weights once; gradients of sums become those of means."""
        if self._adds_sums:
            for parameter in self._parameters():
                if parameter.grad is not None:
                    parameter.grad /= items
        if self.clip_norm:
            nn.utils.clip_grad_norm_(self._parameters(), self.clip_norm)
        self.optimizer.step()
        self.optimizer.zero_grad()
        if self.scheduler:
            self.scheduler.step()

    def _score(
        self, loader: Loader, metrics: Mapping[str, Metric], role: str
    ) -> dict[str, float]:
        """Return the mean loss and each metric of a whole split."""
        totals = self._read(loader, bool(metrics), role)
        return self.strategy.broadcast(lambda: totals.score(metrics))

    def _read(self, loader: Loader, keep: bool, role: str) -> Accumulator:
        """Go once over the data without learning, and return the totals."""
        number_of_batches(loader, role)
        totals, forward = Accumulator(keep), partial(self.step, self.model)
        with _evaluation_mode(self.model), torch.no_grad():
            for batch, weight in self.strategy.batches(loader, training=False):
                if weight == 0:  # too small to be cut: another process has it
                    totals.skip()
                    continue
                output = self._forward(forward, batch)
                totals.add(output.loss.item(), output)
        if totals.batches == 0:
            raise empty_loader(role)
        return self.strategy.merge(totals)

    @property
    def _adds_sums(self) -> bool:
        return self.accumulate > 1 or self.strategy.world_size > 1

    def _parameters(self) -> list[nn.Parameter]:
        return [p for g in self.optimizer.param_groups for p in g["params"]]


@contextmanager
def _evaluation_mode(model: nn.Module) -> Iterator[None]:
    """Switch to evaluation; afterwards each module has the mode that it had."""
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        yield
    finally:
        for module, training in modes:
            module.training = training


def _prefixed(split: str, scores: Mapping[str, float]) -> dict[str, float]:
    return {f"{split}_{name}": value for name, value in scores.items()}
