"""The course's own loop, as its notebooks use it.

It tracks the mean loss and refuses a loss that is not finite, always.
"""

from work import Fit, Work

from helpers.training import Trainer, supervised


def prepare(work: Work) -> Fit:
    """Set up :class:`helpers.training.Trainer`."""
    loader = work.loader()
    trainer = Trainer(
        work.model, supervised(work.loss_fn), work.optimizer(), device="cpu"
    )

    def fit() -> list[float]:
        return trainer.fit(loader, epochs=work.epochs)["train_loss"]

    return fit
