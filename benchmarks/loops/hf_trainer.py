"""The Trainer of Hugging Face's Transformers.

It takes dictionaries, and a model that computes its own loss; the mean loss
is what it logs at each epoch's end.
"""

import tempfile
from typing import Any

from torch import Tensor, nn
from transformers import (
    PrinterCallback,
    Trainer,
    TrainingArguments,
)
from work import Fit, Shuffled, Work


class WithLoss(nn.Module):
    """The model as Transformers wants it: it returns its loss."""

    def __init__(self, work: Work) -> None:
        super().__init__()
        self.model = work.model
        self.loss_fn = work.loss_fn

    def forward(self, x: Tensor, labels: Tensor) -> dict[str, Tensor]:
        """Return the loss and the logits ``(batch, classes)``."""
        logits = self.model(x)
        return {"loss": self.loss_fn(logits, labels), "logits": logits}


class SameOrder(Trainer):
    """The Trainer with the sampler that all loops share."""

    sampler: Shuffled

    def _get_train_sampler(self, train_dataset: Any = None) -> Shuffled:
        return self.sampler


def as_dictionary(batch: Any) -> dict[str, Tensor]:
    """Collate a batch that is one already."""
    x, y = batch
    return {"x": x, "labels": y}


def prepare(work: Work) -> Fit:
    """Set up the Trainer of Transformers."""
    arguments = TrainingArguments(
        output_dir=tempfile.gettempdir(),  # nothing is written
        num_train_epochs=work.epochs,
        per_device_train_batch_size=work.batch,
        lr_scheduler_type="constant",
        max_grad_norm=0.0,
        use_cpu=True,
        dataloader_pin_memory=False,
        remove_unused_columns=False,
        logging_strategy="epoch",
        save_strategy="no",
        report_to="none",
        disable_tqdm=True,
    )
    trainer = SameOrder(
        WithLoss(work),
        arguments,
        data_collator=as_dictionary,
        train_dataset=work.dataset,
        optimizers=(work.optimizer(), None),
    )
    trainer.sampler = work.sampler
    trainer.remove_callback(PrinterCallback)

    def fit() -> list[float]:
        trainer.train()
        logs = trainer.state.log_history
        return [row["loss"] for row in logs if "loss" in row]

    return fit
