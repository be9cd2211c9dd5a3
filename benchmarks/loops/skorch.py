"""Skorch: PyTorch behind the interface of scikit-learn.

Of its callbacks only the one that averages the training loss is left on.
"""

import torch
from skorch import NeuralNet
from work import LEARNING_RATE, Fit, Work, as_it_is


def prepare(work: Work) -> Fit:
    """Set up skorch's ``NeuralNet``."""
    net = NeuralNet(
        work.model,
        criterion=work.loss_fn,
        optimizer=torch.optim.AdamW,
        lr=LEARNING_RATE,
        max_epochs=work.epochs,
        batch_size=work.batch,
        train_split=None,
        iterator_train__sampler=work.sampler,
        iterator_train__collate_fn=as_it_is,
        callbacks__epoch_timer=None,
        callbacks__valid_loss=None,
        callbacks__print_log=None,
        device="cpu",
        verbose=0,
    )

    def fit() -> list[float]:
        net.fit(work.dataset, y=None)
        return [float(loss) for loss in net.history[:, "train_loss"]]

    return fit
