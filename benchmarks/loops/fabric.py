"""Lightning Fabric: a loop written by hand around Fabric's wrappers.

Fabric takes care of devices, precision and processes.
"""

from lightning.fabric import Fabric
from work import Fit, Work


def prepare(work: Work) -> Fit:
    """Set up a hand-written loop with Fabric."""
    fabric = Fabric(accelerator="cpu", devices=1)
    model, optimizer = fabric.setup(work.model, work.optimizer())
    loader = fabric.setup_dataloaders(work.loader())

    def fit() -> list[float]:
        losses = []
        for _ in range(work.epochs):
            model.train()
            total, count = 0.0, 0
            for x, y in loader:
                scores = model(x)
                loss = work.loss_fn(scores, y)
                fabric.backward(loss)
                optimizer.step()
                optimizer.zero_grad()
                total += loss.item() * len(y)
                count += len(y)
            losses.append(total / count)
        return losses

    return fit
