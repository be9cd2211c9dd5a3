"""Hugging Face Accelerate: a loop written by hand around its wrappers.

Accelerate takes care of devices, precision and processes.
"""

from accelerate import Accelerator
from work import Fit, Work


def prepare(work: Work) -> Fit:
    """Set up a hand-written loop with Accelerate."""
    accelerator = Accelerator(cpu=True)
    model, optimizer, loader = accelerator.prepare(
        work.model, work.optimizer(), work.loader()
    )

    def fit() -> list[float]:
        losses = []
        for _ in range(work.epochs):
            model.train()
            total, count = 0.0, 0
            for x, y in loader:
                scores = model(x)
                loss = work.loss_fn(scores, y)
                accelerator.backward(loss)
                optimizer.step()
                optimizer.zero_grad()
                total += loss.item() * len(y)
                count += len(y)
            losses.append(total / count)
        return losses

    return fit
