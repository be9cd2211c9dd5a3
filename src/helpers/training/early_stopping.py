"""Stops a fit that no longer improves, and keeps the best weights seen.

The split that decides must be the validation split: a test split that chose
when to stop has been used for training.
"""

import copy
import math
from collections.abc import Mapping
from typing import Any, Literal

from torch import nn

from helpers.options import whole_number
from helpers.training.callbacks import Callback, Run


class EarlyStopping(Callback):
    """Watch one column of the history.

    Parameters
    ----------
    monitor
        The column, such as ``"valid_loss"`` or ``"valid_accuracy"``.
    patience
        How many epochs in a row may pass without a new best.
    mode
        ``"min"`` if smaller is better, ``"max"`` if larger is.

    Attributes
    ----------
    best_epoch
        The epoch of the best value, counted from 1; ``None`` before any. A
        value that is nan is never the best.

    References
    ----------
    Prechelt (1998), "Early stopping -- but when?", is the standard account.
    """

    def __init__(
        self,
        monitor: str = "valid_loss",
        patience: int = 3,
        mode: Literal["min", "max"] = "min",
    ) -> None:
        if mode not in ("min", "max"):
            raise ValueError(f"mode must be 'min' or 'max', got {mode!r}")
        self.monitor = monitor
        self.patience = whole_number("patience", patience)
        self.mode = mode
        self.best_epoch: int | None = None
        self._last_epoch = 0
        self._waited = 0
        self._best = math.nan
        self._weights: dict[str, Any] = {}

    def update(
        self, epoch: int, row: Mapping[str, float], model: nn.Module
    ) -> bool:
        """Note an epoch; return whether it is time to stop.

        Raises
        ------
        KeyError
            If the history has no column of the monitored name.
        ValueError
            If the epochs start again: each run needs an object of its own.
        """
        if epoch <= self._last_epoch:
            raise ValueError(
                f"this EarlyStopping has already seen epoch "
                f"{self._last_epoch} and is now given {epoch}; make a new "
                "EarlyStopping for each run"
            )
        if self.monitor not in row:
            raise KeyError(
                f"early stopping watches {self.monitor!r}, but the history "
                f"has: {', '.join(row)}; pass valid_loader and metrics to fit"
            )
        value = float(row[self.monitor]) * (1 if self.mode == "min" else -1)
        self._last_epoch = epoch
        self._waited += 1
        first = self.best_epoch is None and not math.isnan(value)
        if first or value < self._best:  # never true for nan
            self._best, self.best_epoch, self._waited = value, epoch, 0
            self._weights = copy.deepcopy(model.state_dict())
        return self.is_over

    def on_epoch_end(self, run: Run, row: Mapping[str, float]) -> None:
        """Stop the fit when it is time."""
        run.should_stop |= self.update(len(run.history), row, run.model)

    @property
    def is_over(self) -> bool:
        """Whether it is time to stop."""
        return self._waited >= self.patience

    def restore(self, model: nn.Module) -> None:
        """Put the best weights back into the model."""
        if self.best_epoch is not None:
            model.load_state_dict(self._weights)

    def state_dict(self) -> dict[str, Any]:
        """Return all that a resumed run needs."""
        return {
            "best": self._best,
            "best_epoch": self.best_epoch,
            "last_epoch": self._last_epoch,
            "waited": self._waited,
            "weights": self._weights,
        }

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Take up what :meth:`state_dict` gave."""
        self._best = state["best"]
        self.best_epoch = state["best_epoch"]
        self._last_epoch = state["last_epoch"]
        self._waited = state["waited"]
        self._weights = state["weights"]
