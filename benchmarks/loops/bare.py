"""PyTorch and nothing else: the loop that the first chapter writes by hand.

All other loops are measured against it.
"""

import torch
from work import Fit, Work


def prepare(work: Work) -> Fit:
    """Set up the bare loop."""
    device = torch.device("cpu")
    model, loss_fn = work.model.to(device), work.loss_fn
    loader, optimizer = work.loader(), work.optimizer()

    def fit() -> list[float]:
        losses = []
        for _ in range(work.epochs):
            model.train()
            total, count = 0.0, 0
            for x, y in loader:
                x, y = x.to(device), y.to(device)
                scores = model(x)
                loss = loss_fn(scores, y)
                loss.backward()
                optimizer.step()
                optimizer.zero_grad()
                total += loss.item() * len(y)
                count += len(y)
            losses.append(total / count)
        return losses

    return fit
