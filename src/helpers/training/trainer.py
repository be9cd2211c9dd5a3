"""The front of the loop: what a notebook calls, with its checks.

Read :mod:`helpers.training.loop` for what happens to a batch.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler

from helpers.device import pick_device
from helpers.options import whole_number
from helpers.training import checks
from helpers.training.accumulator import Predictions
from helpers.training.batches import number_of_batches
from helpers.training.callbacks import Callback, Checkpointer
from helpers.training.distributed import pick_strategy
from helpers.training.early_stopping import EarlyStopping
from helpers.training.history import History
from helpers.training.loop import Loader, Loop
from helpers.training.progress import Progress
from helpers.training.step_output import Metric, Step


class Trainer(Loop):
    """Train, evaluate and predict with one model.

    Parameters
    ----------
    model
        Moved to ``device`` here.
    step
        What to do with a batch: ``step(model, batch) -> StepOutput``, for
        instance ``supervised(nn.CrossEntropyLoss())``.
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
    strategy
        How the processes train together; alone, it does nothing.

    Notes
    -----
    Started with ``torchrun`` or ``accelerate launch``, the same code trains
    one model in several processes. Each takes its shard of every batch, so
    ``batch_size`` and the learning rate mean what they mean in one process,
    and the weights are the same up to rounding (and up to what is drawn at
    random inside, by dropout or augmentation). Scores are of whole splits,
    each row counted once, and the same in all processes. Batch normalisation
    can be shared on GPUs only.

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
        checks.check_options(clip_norm, autocast)
        checks.check_scheduler(scheduler, optimizer)
        where = torch.device(device) if device else pick_device()
        super().__init__(
            model,
            step,
            optimizer,
            scheduler,
            device=where,
            strategy=pick_strategy(where),
            clip_norm=clip_norm,
            accumulate=whole_number("accumulate", accumulate),
            autocast=autocast,
        )
        checks.check_optimizer(self._parameters(), model)

    def fit(
        self,
        train_loader: Loader,
        valid_loader: Loader | None = None,
        *,
        epochs: int,
        metrics: Mapping[str, Metric] | None = None,
        early_stopping: EarlyStopping | None = None,
        checkpoints: Checkpointer | None = None,
        callbacks: Sequence[Callback] = (),
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
        callbacks
            What else to do on the way, after early stopping and checkpoints.

        Raises
        ------
        NonFiniteLossError
            If a training loss is nan or infinite, before the update.
        ValueError
            If a loader is empty, a batch does not fit the step or the model,
            or the model has been moved to another device.
        """
        epochs = whole_number("epochs", epochs)
        checks.check_device(self.model, self.device)
        last = epochs if checkpoints else len(self.history) + epochs
        self.should_stop = False
        if checkpoints:
            checkpoints.resume(self, early_stopping)
            self.should_stop = bool(early_stopping and early_stopping.is_over)
        self.run_state.begin_fit(
            is_kept=checkpoints is not None,
            train_loader=train_loader,
            valid_loader=valid_loader,
            step=self.step,
            model=self.model,
        )
        batches = number_of_batches(train_loader, "training")
        left = 0 if self.should_stop else max(0, last - len(self.history))
        with Progress(batches and batches * left) as progress:
            called = (progress, early_stopping, checkpoints, *callbacks)
            self._train(
                train_loader,
                valid_loader,
                left,
                dict(metrics or {}),
                [callback for callback in called if callback is not None],
            )
        if early_stopping:
            early_stopping.restore(self.model)
        return self.history

    def evaluate(
        self, loader: Loader, metrics: Mapping[str, Metric] | None = None
    ) -> dict[str, float]:
        """Return ``{"loss": ..., **metrics}`` over the whole loader.

        The model is in evaluation mode and nothing is tracked; afterwards the
        mode of each of its modules is what it was.
        """
        checks.check_device(self.model, self.device)
        return self._score(loader, dict(metrics or {}), "evaluation")

    def predict(self, loader: Loader) -> Predictions:
        """Return the model's outputs and the targets, in the loader's order.

        Both are on the CPU, ``(rows, ...)``; the outputs are what the step
        gives as ``preds``, for :func:`supervised` the model's raw outputs.
        What was computed in half precision comes as float32.
        """
        checks.check_device(self.model, self.device)
        return self._read(loader, True, "prediction").predictions()

    def state_dict(self) -> dict[str, Any]:
        """Return all that :meth:`load_state_dict` needs to resume exactly.

        To be called between two fits. (Within an epoch, `Checkpoints` calls
        it between two updates.)
        """
        return self.run_state.state_dict()

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
        self.run_state.load_state_dict(state)
