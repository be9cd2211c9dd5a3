"""PyTorch-Ignite: an engine that calls a function for each batch.

The mean loss is its metric ``Average``.
"""

import torch
from ignite.engine import Engine, Events, create_supervised_trainer
from ignite.metrics import Average
from work import Fit, Work


def prepare(work: Work) -> Fit:
    """Set up Ignite's supervised trainer."""
    loader = work.loader()
    trainer = create_supervised_trainer(
        work.model, work.optimizer(), work.loss_fn, torch.device("cpu")
    )
    Average().attach(trainer, "loss")
    losses: list[float] = []

    def keep(engine: Engine) -> None:
        losses.append(float(engine.state.metrics["loss"]))

    trainer.add_event_handler(Events.EPOCH_COMPLETED, keep)

    def fit() -> list[float]:
        trainer.run(loader, max_epochs=work.epochs)
        return losses

    return fit
