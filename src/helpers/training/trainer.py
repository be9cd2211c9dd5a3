"""The course's one training loop, the same for all four kinds of data.

It is the loop that chapter 1 writes by hand: forward, loss, backward, step,
validate. What a batch means is left to the step that it is given.
"""

import copy
import math
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, replace
from itertools import islice, repeat
from typing import Any

import torch
from torch import nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler, ReduceLROnPlateau

from helpers.device import pick_device
from helpers.options import whole_number
from helpers.training.batches import (
    empty_loader,
    move_to,
    number_of_batches,
    read,
)
from helpers.training.early_stopping import EarlyStopping
from helpers.training.history import History
from helpers.training.output import Keeper, Metric, Output, Step
from helpers.training.processes import join_team
from helpers.training.progress import progress_bar
from helpers.training.randomness import random_state, set_random_state
from helpers.training.shards import Part, parts
from helpers.training.shared_norm import shared_norms
from helpers.training.sources import Sources
from helpers.training.tally import Predictions, Tally

Loader = Iterable[Any]


class NonFiniteLossError(ArithmeticError):
    """The loss became nan or infinite; the weights were not updated with it.

    Running statistics, such as those of batch normalisation, are not weights:
    the forward pass that failed may have changed them.
    """


class Trainer:
    """Train, evaluate and predict with one model.

    Parameters
    ----------
    model
        Moved to ``device`` here.
    step
        What to do with a batch: ``step(model, batch) -> Output``, for instance
        ``supervised(nn.CrossEntropyLoss())``.
    optimizer
        Built from the parameters of this model.
    device
        Where to compute; by default what :func:`helpers.device.pick_device`
        gives.
    scheduler
        Stepped once after every update (not every epoch).
    clip_norm
        Clip the norm of all gradients together to this before an update.
    accumulate
        Update once every so many batches, with the gradient of the mean over
        all their items: exactly as if they were one batch.
    autocast
        ``torch.bfloat16`` to run the forward pass in mixed precision.

    Attributes
    ----------
    history
        One row for each epoch trained so far, over all calls of :meth:`fit`.
    team
        The processes that train together; ``None`` if this one is alone.

    Notes
    -----
    Started with ``torchrun`` or ``accelerate launch``, the same code trains
    one model in several processes. Each takes its part of every batch, so
    ``batch_size`` and the learning rate mean what they mean in one process,
    and the weights are the same up to rounding (and up to what is drawn at
    random inside, by dropout or augmentation). Scores are of whole splits,
    each row counted once, and the same in all processes.

    Raises
    ------
    ValueError
        If the optimizer holds none of the model's parameters, or an option is
        out of range.

    Examples
    --------
    >>> trainer = Trainer(model, supervised(nn.CrossEntropyLoss()), optimizer)
    >>> history = trainer.fit(train_loader, valid_loader, epochs=5)
    """

    def __init__(
        self,
        model: nn.Module,
        step: Step,
        optimizer: Optimizer,
        *,
        device: torch.device | str | None = None,
        scheduler: LRScheduler | None = None,
        clip_norm: float | None = None,
        accumulate: int = 1,
        autocast: torch.dtype | None = None,
    ) -> None:
        _check_options(clip_norm, autocast)
        _check_scheduler(scheduler, optimizer)
        self.device = torch.device(device) if device else pick_device()
        self.team = join_team(self.device)
        self.model = model.to(self.device)
        self.step = step
        self.optimizer = optimizer
        self.scheduler = scheduler
        self.clip_norm = clip_norm
        self.accumulate = whole_number("accumulate", accumulate)
        self._precision: AbstractContextManager[Any] = nullcontext()
        if autocast is not None:  # costs 20 us a step: only if asked for
            self._precision = torch.autocast(self.device.type, autocast)
        self.history = History()
        self._sources: Sources | None = None
        self._orders: dict[str, Any] | None = None  # of a state to resume
        self._position: dict[str, Any] | None = None  # within an epoch
        self._epoch_start: dict[str, Any] = {}
        self._check_optimizer()

    def fit(
        self,
        train_loader: Loader,
        valid_loader: Loader | None = None,
        *,
        epochs: int,
        metrics: Mapping[str, Metric] | None = None,
        early_stopping: EarlyStopping | None = None,
        checkpoints: Keeper | None = None,
    ) -> History:
        """Train for ``epochs`` more epochs; return the history of all.

        The columns are ``train_loss`` and ``train_...`` for each metric, from
        the batches as they were trained on (in training mode, with weights
        that still move); ``valid_loss`` and ``valid_...``, measured after each
        epoch; and ``learning_rate``, that of the first parameter group at the
        epoch's end.

        Workers of a loader are started anew for each pass, persistent ones
        too: what those have drawn could not be saved.

        Parameters
        ----------
        train_loader, valid_loader
            Iterables of batches; they are read once an epoch.
        epochs
            At most so many passes over the training loader.
        metrics
            Functions ``(preds, targets) -> float`` by name; each sees the
            whole split at once.
        early_stopping
            Stops sooner, and puts the best weights back at the end.
        checkpoints
            A :class:`helpers.checkpoints.Checkpoints`: the run is kept in its
            folder, and goes on from there if it was interrupted. ``epochs``
            then counts those before the interruption too.

        Raises
        ------
        NonFiniteLossError
            If a training loss is nan or infinite, before the update.
        ValueError
            If a loader is empty, a batch does not fit the step or the model,
            or the model has been moved to another device.
        """
        epochs = whole_number("epochs", epochs)
        metrics = dict(metrics or {})
        self._check_device()
        last = len(self.history) + epochs
        if checkpoints:
            checkpoints.resume(self, early_stopping)
            over = early_stopping is not None and early_stopping.is_over
            last = 0 if over else epochs
        if self.team:
            self.team.share_weights(self.model)
        self._find_sources(train_loader, valid_loader)
        steps = number_of_batches(train_loader, "training")
        left = max(0, last - len(self.history))
        with progress_bar(steps and steps * left, "training") as bar:
            for _ in range(left):
                start = time.perf_counter()
                row = self._train_epoch(
                    train_loader, metrics, bar, checkpoints, early_stopping
                )
                if valid_loader is not None:
                    scores = self._measure(valid_loader, metrics, "validation")
                    row |= _prefix("valid", scores)
                row["learning_rate"] = self.optimizer.param_groups[0]["lr"]
                self.history.append(row, time.perf_counter() - start)
                bar.set_postfix({k: f"{v:.4f}" for k, v in row.items()})
                over = early_stopping is not None and early_stopping.update(
                    len(self.history), row, self.model
                )
                if checkpoints:
                    checkpoints.save(self, early_stopping)
                if over:
                    break
        if early_stopping:
            early_stopping.restore(self.model)
        return self.history

    def evaluate(
        self, loader: Loader, metrics: Mapping[str, Metric] | None = None
    ) -> dict[str, float]:
        """Return ``{"loss": ..., **metrics}`` over the whole loader.

        The model is in evaluation mode and nothing is tracked; afterwards the
        mode of each of its parts is what it was.
        """
        self._check_device()
        return self._measure(loader, dict(metrics or {}), "evaluation")

    def predict(self, loader: Loader) -> Predictions:
        """Return the model's outputs and the targets, in the loader's order.

        Both are on the CPU, ``(rows, ...)``; the outputs are what the step
        gives as ``preds``, for :func:`supervised` the model's raw outputs.
        What was computed in half precision comes as float32.
        """
        self._check_device()
        tally = self._read(loader, True, "prediction")
        return self._together(tally).predictions()

    def state_dict(self) -> dict[str, Any]:
        """Return all that :meth:`load_state_dict` needs to resume exactly.

        To be called between two fits. (Within an epoch, `Checkpoints` calls
        it between two updates.)
        """
        state = {
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "scheduler": self.scheduler and self.scheduler.state_dict(),
            "history": asdict(self.history),
            "random": random_state(),
            "orders": self._order_state(),
            "position": self._position,
        }
        return copy.deepcopy(state)  # training on must not change it

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Take up what :meth:`state_dict` gave, random states included.

        A fit that follows gives the same weights as one that was never
        interrupted, with the same loaders.

        Raises
        ------
        ValueError
            If this is not the state of a Trainer, or one of the two runs has a
            scheduler and the other has none.
        """
        if "model" not in state or "optimizer" not in state:
            raise ValueError(
                "this is not what Trainer.state_dict() gives; for the weights "
                "alone call trainer.model.load_state_dict(...)"
            )
        if (state["scheduler"] is None) != (self.scheduler is None):
            had = "no scheduler" if state["scheduler"] is None else "one"
            raise ValueError(
                f"the saved run had {had}, this Trainer is different; build "
                "it with the same arguments as the run that was saved"
            )
        state = copy.deepcopy(dict(state))
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        if self.scheduler:
            self.scheduler.load_state_dict(state["scheduler"])
        self.history = History(**state["history"])
        set_random_state(state["random"])
        self._orders = state["orders"]
        self._position = state.get("position")

    def _train_epoch(
        self,
        loader: Loader,
        metrics: Mapping[str, Metric],
        bar: Any,
        checkpoints: Keeper | None,
        early_stopping: EarlyStopping | None,
    ) -> dict[str, float]:
        """Go once over the training data and return its row of scores."""
        self.model.train()
        tally = Tally(keep=bool(metrics))
        self.optimizer.zero_grad()
        waiting, items = 0, 0.0
        batches = self._begin_epoch(loader, tally, bool(checkpoints))
        with shared_norms(self.model, self.team):
            for batch, share in batches:
                if self.team:
                    self.team.has_copies = share < 1
                output = self._forward(batch)
                bar.update()
                count, loss = self._weigh(output, share)
                if count:
                    self._check_finite(loss, tally.batches + 1)
                tally.add(loss, output, counted=share == 1 or self._is_first)
                if count == 0:  # all labels ignored: nothing to learn
                    continue
                self._backward(output, share)
                waiting, items = waiting + 1, items + count
                if waiting == self.accumulate:
                    self._update(items)
                    waiting, items = 0, 0.0
                    if checkpoints and checkpoints.is_due():
                        self._save_within(checkpoints, early_stopping, tally)
        if tally.batches == 0:
            raise empty_loader("training")
        if waiting:
            self._update(items)
        if self.team:  # buffers that are not those of a normalisation
            self.team.share_weights(self.model)
        return _prefix("train", self._score(tally, metrics))

    def _begin_epoch(
        self, loader: Loader, tally: Tally, kept: bool
    ) -> Iterator[Part]:
        """Return the batches of an epoch, or those that are left of it."""
        position, self._position = self._position, None
        if position is None:
            if kept:
                self._epoch_start = {
                    "random": random_state(),
                    "orders": self._order_state(),
                    "batches": number_of_batches(loader, "training"),
                }
            if self.team:
                self.team.share_randomness()
            return self._parts(loader, copies=True)
        now = random_state()
        self._epoch_start = position["start"]
        _check_length(loader, self._epoch_start["batches"])
        set_random_state(self._epoch_start["random"])
        if self._sources:
            self._sources.set_state(self._epoch_start["orders"])
        tally.load_state_dict(position["tally"], self._is_first)
        batches = self._parts(loader, copies=True, skip=tally.batches)
        set_random_state(now)
        # Several processes draw the order of an epoch at its start.
        self._resume_sources(of_loaders=position["team"] == bool(self.team))
        if self.team:
            self.team.share_randomness()
        return batches

    def _save_within(
        self,
        checkpoints: Keeper,
        early_stopping: EarlyStopping | None,
        tally: Tally,
    ) -> None:
        """Save between two updates of an epoch."""
        self._position = {
            "start": self._epoch_start,
            "team": bool(self.team),
            "tally": self._together(tally).state_dict(),
        }
        checkpoints.save(self, early_stopping)
        self._position = None
        if self.team:
            self.team.share_randomness()

    @property
    def _is_first(self) -> bool:
        return self.team is None or self.team.rank == 0

    def _parts(
        self, loader: Loader, copies: bool, skip: int = 0
    ) -> Iterator[Part]:
        """Return the batches, or this process's parts of them."""
        if self.team:
            return parts(loader, self.team, copies, skip)
        batches = read(loader)
        for _ in islice(batches, skip):
            pass
        return zip(batches, repeat(1.0))

    def _weigh(self, output: Output, share: float) -> tuple[float, float]:
        """Return the count and the mean loss of a batch, over all processes."""
        if self.team is None:
            return output.count, output.loss.item() if output.count else 0.0
        count = output.count * share
        loss = output.loss.item() * count if count else 0.0
        count, loss = self.team.total([count, loss])
        return count, loss / count if count else 0.0

    def _backward(self, output: Output, share: float) -> None:
        """Add to the gradients: of the mean loss, or of the sum of many."""
        if self.accumulate == 1 and self.team is None:
            output.loss.backward()
        elif output.count:
            (output.loss * (output.count * share)).backward()
        else:  # nothing of it here, but the others wait at a normalisation
            (output.loss.nan_to_num() * 0.0).backward()

    def _together(self, tally: Tally) -> Tally:
        """Return what all processes have counted."""
        if self.team is None:
            return tally
        return Tally.merged(self.team.gather(tally.state_dict()))

    def _score(
        self, tally: Tally, metrics: Mapping[str, Metric]
    ) -> dict[str, float]:
        tally = self._together(tally)
        if self.team is None:
            return tally.score(metrics)
        return self.team.first(lambda: tally.score(metrics))

    def _forward(self, batch: Any) -> Output:
        batch = move_to(batch, self.device)
        with self._precision:
            output = self.step(self.model, batch)
        if not isinstance(output, Output):
            raise TypeError(
                "a step must return Output(loss, count, preds, targets), got "
                f"{type(output).__name__}"
            )
        if not isinstance(output.loss, torch.Tensor):
            raise TypeError(
                "the loss of a step must be a tensor, got "
                f"{type(output.loss).__name__}; leave out .item()"
            )
        if output.loss.ndim != 0:
            raise ValueError(
                "the loss must be one number, got shape "
                f"{tuple(output.loss.shape)}; use reduction='mean'"
            )
        if not 0 <= output.count < math.inf:  # nan is not
            raise ValueError(
                f"a step counted {output.count} items; the count must be a "
                "finite number from 0 on"
            )
        return replace(output, count=float(output.count))

    def _check_finite(self, loss: float, number: int) -> None:
        """Stop before a loss that is no number does any harm."""
        if not math.isfinite(loss):
            raise NonFiniteLossError(
                f"the loss became {loss} in epoch {len(self.history) + 1}, "
                f"batch {number}; the weights are those before this batch. "
                "Look for nan in the data, or try a smaller learning rate "
                "or clip_norm=1.0"
            )

    def _update(self, items: float) -> None:
        """Change the weights once; gradients of sums become those of means."""
        sums = self.team is not None or self.accumulate > 1
        parameters = list(self._parameters()) if sums or self.clip_norm else []
        if self.team:
            self.team.add_gradients(parameters)
        if sums:
            for parameter in parameters:
                if parameter.grad is not None:
                    parameter.grad /= items
        if self.clip_norm:
            nn.utils.clip_grad_norm_(parameters, self.clip_norm)
        self.optimizer.step()
        self.optimizer.zero_grad()
        if self.scheduler:
            self.scheduler.step()

    def _parameters(self) -> Iterable[nn.Parameter]:
        for group in self.optimizer.param_groups:
            yield from group["params"]

    def _measure(
        self, loader: Loader, metrics: Mapping[str, Metric], role: str
    ) -> dict[str, float]:
        return self._score(self._read(loader, bool(metrics), role), metrics)

    def _read(self, loader: Loader, keep: bool, role: str) -> Tally:
        """Go once over the data without learning, and return the totals."""
        number_of_batches(loader, role)
        modes = [(part, part.training) for part in self.model.modules()]
        self.model.eval()
        tally = Tally(keep)
        try:
            with torch.no_grad():
                for batch, share in self._parts(loader, copies=False):
                    if share == 0:  # too small to be cut: the first has it
                        tally.skip()
                        continue
                    output = self._forward(batch)
                    tally.add(output.loss.item(), output)
        finally:
            for part, training in modes:
                part.training = training
        if tally.batches == 0:
            raise empty_loader(role)
        return tally

    def _check_optimizer(self) -> None:
        held = {id(p) for p in self._parameters()}
        if not any(id(p) in held for p in self.model.parameters()):
            raise ValueError(
                "the optimizer holds no parameter of this model; build it "
                "with AdamW(model.parameters(), ...) after the model"
            )

    def _check_device(self) -> None:
        wanted = torch.empty(0, device=self.device).device
        for name, parameter in self.model.named_parameters():
            if parameter.device != wanted:
                raise ValueError(
                    f"this Trainer computes on {wanted}, but the parameter "
                    f"{name!r} is on {parameter.device}; leave the model where "
                    "the Trainer put it, or pass device=... to Trainer"
                )

    def _find_sources(self, train: Loader, valid: Loader | None) -> None:
        """Remember what the loaders draw from; resume it if asked."""
        self._sources = Sources(
            self._sources,
            train_loader=train,
            valid_loader=valid,
            step=self.step,
            model=self.model,
        )
        if self._position is None:  # else it is done within the epoch
            self._resume_sources()

    def _order_state(self) -> dict[str, Any] | None:
        """Return the state of what the loaders draw from, if it is known."""
        if self._sources is None or self._orders is not None:
            return self._orders
        return self._sources.state()

    def _resume_sources(self, of_loaders: bool = True) -> None:
        if self._sources and self._orders is not None:
            self._sources.set_state(self._orders, of_loaders=of_loaders)
        self._orders = None


def _check_length(loader: Loader, wanted: int | None) -> None:
    """Refuse to go on within an epoch that was of other batches."""
    found = number_of_batches(loader, "training")
    if found != wanted:
        raise ValueError(
            f"the run was interrupted within an epoch of {wanted} batches, but "
            f"this training loader gives {found}; build it as before, with the "
            "same data and batch_size"
        )


def _prefix(split: str, scores: Mapping[str, float]) -> dict[str, float]:
    return {f"{split}_{name}": value for name, value in scores.items()}


def _check_options(
    clip_norm: float | None,
    autocast: torch.dtype | None,
) -> None:
    if clip_norm is not None and not clip_norm > 0:
        raise ValueError(f"clip_norm must be above 0, got {clip_norm}")
    if autocast not in (None, torch.bfloat16):
        raise ValueError(
            f"autocast must be torch.bfloat16 or None, got {autocast}; "
            "float16 would need its gradients scaled"
        )


def _check_scheduler(
    scheduler: LRScheduler | None, optimizer: Optimizer
) -> None:
    if scheduler is not None and scheduler.optimizer is not optimizer:
        raise ValueError(
            "the scheduler belongs to another optimizer and would change "
            "nothing here; build it from the optimizer given to Trainer"
        )
    if isinstance(scheduler, ReduceLROnPlateau):
        raise ValueError(
            "ReduceLROnPlateau needs a score at each epoch, but the Trainer "
            "steps its scheduler after every update; use another schedule"
        )
