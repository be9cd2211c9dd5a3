"""All that a run needs to go on exactly where it stopped.

Besides weights, optimizer and schedule these are the history, the state of
all generators, and the position within an epoch that was interrupted.
"""

import copy
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from torch import nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler

from helpers.training.accumulator import Accumulator
from helpers.training.batches import number_of_batches
from helpers.training.history import History
from helpers.training.loader_generators import LoaderGenerators
from helpers.training.seeding import random_state, set_random_state
from helpers.training.strategy import Shard, Strategy


class RunState:
    """The state of one run, between two fits or between two updates.

    Attributes
    ----------
    history
        One row for each epoch trained so far.
    """

    def __init__(
        self,
        model: nn.Module,
        optimizer: Optimizer,
        scheduler: LRScheduler | None,
        strategy: Strategy,
    ) -> None:
        self.history = History()
        self._model, self._optimizer = model, optimizer
        self._scheduler, self._strategy = scheduler, strategy
        self._generators: LoaderGenerators | None = None
        self._saved_generators: dict[str, Any] | None = None  # to resume
        self._position: dict[str, Any] | None = None  # within an epoch
        self._epoch_start: dict[str, Any] = {}
        self._is_kept = False

    def state_dict(self) -> dict[str, Any]:
        """Return a copy, which training on does not change."""
        scheduler = self._scheduler
        state = {
            "model": self._model.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "scheduler": scheduler and scheduler.state_dict(),
            "history": asdict(self.history),
            "random": random_state(),
            "loader_generators": self._generator_state(),
            "position": self._position,
        }
        return copy.deepcopy(state)

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Take up what :meth:`state_dict` gave, random states included.

        Raises
        ------
        ValueError
            If this is another kind of state, or one of the two runs has a
            scheduler and the other has none.
        """
        if "model" not in state or "optimizer" not in state:
            raise ValueError(
                "this is not what Trainer.state_dict() gives; for the weights "
                "alone call trainer.model.load_state_dict(...)"
            )
        if (state["scheduler"] is None) != (self._scheduler is None):
            had = "no scheduler" if state["scheduler"] is None else "one"
            raise ValueError(
                f"the saved run had {had}, this Trainer is different; build "
                "it with the same arguments as the run that was saved"
            )
        state = copy.deepcopy(dict(state))
        self._model.load_state_dict(state["model"])
        self._optimizer.load_state_dict(state["optimizer"])
        if self._scheduler:
            self._scheduler.load_state_dict(state["scheduler"])
        self.history = History(**state["history"])
        set_random_state(state["random"])
        self._saved_generators = state["loader_generators"]
        self._position = state.get("position")

    def begin_fit(self, is_kept: bool, **roots: Any) -> None:
        """Remember what a fit draws from; resume it if a state was loaded.

        Parameters
        ----------
        is_kept
            Whether the run may be saved within an epoch.
        **roots
            The loaders, the step and the model, by name.
        """
        self._is_kept = is_kept
        self._generators = LoaderGenerators(self._generators, **roots)
        if self._position is None:  # else it is done within the epoch
            self._resume_generators()

    def begin_epoch(
        self, loader: Iterable[Any], totals: Accumulator
    ) -> Iterator[Shard]:
        """Return the batches of an epoch, or those that are left of it."""
        position, self._position = self._position, None
        if position is not None:
            return self._go_on(position, loader, totals)
        if self._is_kept:
            self._epoch_start = {
                "random": random_state(),
                "loader_generators": self._generator_state(),
                "batches": number_of_batches(loader, "training"),
            }
        self._strategy.seed_others()
        return self._strategy.batches(loader, training=True)

    @contextmanager
    def within_epoch(self, totals: Accumulator) -> Iterator[None]:
        """Let :meth:`state_dict` include how far the epoch has come."""
        self._position = {
            "start": self._epoch_start,
            "world_size": self._strategy.world_size,
            "totals": self._strategy.merge(totals).state_dict(),
        }
        yield
        self._position = None
        self._strategy.seed_others()

    def _go_on(
        self,
        position: Mapping[str, Any],
        loader: Iterable[Any],
        totals: Accumulator,
    ) -> Iterator[Shard]:
        """Draw the order of the epoch again, and skip what was trained on."""
        now = random_state()
        self._epoch_start = position["start"]
        _check_length(loader, self._epoch_start["batches"])
        set_random_state(self._epoch_start["random"])
        if self._generators:
            self._generators.set_state(self._epoch_start["loader_generators"])
        strategy = self._strategy
        totals.load_state_dict(position["totals"], strategy.is_main_process)
        batches = strategy.batches(loader, training=True, skip=totals.batches)
        set_random_state(now)
        # Several processes draw the order of an epoch at its start.
        alone = strategy.world_size == 1
        self._resume_generators(
            of_loaders=(position["world_size"] == 1) == alone
        )
        strategy.seed_others()
        return batches

    def _generator_state(self) -> dict[str, Any] | None:
        """Return the state of what the loaders draw from, if it is known."""
        if self._generators is None or self._saved_generators is not None:
            return self._saved_generators
        return self._generators.state()

    def _resume_generators(self, of_loaders: bool = True) -> None:
        if self._generators and self._saved_generators is not None:
            self._generators.set_state(
                self._saved_generators, of_loaders=of_loaders
            )
        self._saved_generators = None


def _check_length(loader: Iterable[Any], wanted: int | None) -> None:
    """Refuse to go on within an epoch that was of other batches."""
    found = number_of_batches(loader, "training")
    if found != wanted:
        raise ValueError(
            f"the run was interrupted within an epoch of {wanted} batches, but "
            f"this training loader gives {found}; build it as before, with the "
            "same data and batch_size"
        )
