"""The Trainer of Lightning, with all that can be switched off switched off.

The mean loss is logged with ``on_epoch=True``, which needs no logger.
"""

import lightning
import torch
from torch import Tensor
from work import Fit, Work


class Module(lightning.LightningModule):
    """The work as Lightning wants it: a module that knows its optimizer."""

    def __init__(self, work: Work) -> None:
        super().__init__()
        self.model = work.model
        self.loss_fn = work.loss_fn
        self.make_optimizer = work.optimizer
        self.losses: list[float] = []

    def training_step(self, batch: tuple[Tensor, Tensor]) -> Tensor:
        """Return the loss of a batch."""
        x, y = batch
        loss: Tensor = self.loss_fn(self.model(x), y)
        self.log("loss", loss, on_step=False, on_epoch=True, batch_size=len(y))
        return loss

    def on_train_epoch_end(self) -> None:
        """Keep the mean loss of the epoch."""
        self.losses.append(float(self.trainer.callback_metrics["loss"]))

    def configure_optimizers(self) -> torch.optim.Optimizer:
        """Return the optimizer."""
        return self.make_optimizer()


def prepare(work: Work) -> Fit:
    """Set up Lightning's Trainer."""
    module, loader = Module(work), work.loader()
    trainer = lightning.Trainer(
        accelerator="cpu",
        devices=1,
        max_epochs=work.epochs,
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )

    def fit() -> list[float]:
        trainer.fit(module, loader)
        return module.losses

    return fit
