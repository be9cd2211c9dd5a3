"""Train a small network on CIFAR-10, in as many processes as you like.

The same file, unchanged, runs as one process or as several:

    python train_images.py
    torchrun --nproc-per-node 2 train_images.py
    accelerate launch --multi_gpu --num_processes 2 train_images.py

(The last line on a machine without GPUs too: ``--multi_gpu`` means "several
processes"; with ``--cpu`` instead, accelerate starts one.)
"""

import argparse
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader

from helpers.checkpoints import Checkpoints, save_weights
from helpers.data import cifar10
from helpers.metrics import accuracy
from helpers.training import (
    Trainer,
    is_main_process,
    seed_everything,
    supervised,
)
from helpers.vision import ImageDataset


NORMS: dict[str, Callable[[int], nn.Module]] = {
    "batch": nn.BatchNorm2d,  # several processes can share it on GPUs only
    "group": partial(nn.GroupNorm, 4),
}


class SmallCNN(nn.Module):
    """Name a picture: bytes (batch, 3, 32, 32) -> scores (batch, 10)."""

    def __init__(self, width: int = 16, norm: str = "batch") -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(3, width, 3, padding=1, bias=False),
            NORMS[norm](width),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(width, 2 * width, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(2 * width * 8 * 8, 10),
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return the scores."""
        scores: Tensor = self.layers(x.to(self.layers[0].weight.dtype) / 255)
        return scores


def main() -> None:
    """Train, test, and write what came of it."""
    options = parse()
    order = seed_everything(options.seed)
    parts = cifar10()
    for name, part in parts.items():
        parts[name] = part.select(range(min(options.rows, len(part))))
    sets = {name: ImageDataset.of(part) for name, part in parts.items()}
    train = DataLoader(
        sets["train"], options.batch, shuffle=True, generator=order
    )
    valid, test = (
        DataLoader(sets[name], 250) for name in ("validation", "test")
    )
    model = SmallCNN(norm=options.norm)
    if options.double:
        model.double()
    optimizer = torch.optim.SGD(model.parameters(), options.lr, momentum=0.9)
    trainer = Trainer(model, supervised(nn.CrossEntropyLoss()), optimizer)
    history = trainer.fit(
        train,
        valid,
        epochs=options.epochs,
        metrics={"accuracy": accuracy},
        checkpoints=Checkpoints(options.out / "run", options.every),
    )
    scores = trainer.evaluate(test, {"accuracy": accuracy})
    print(history)
    print(f"test accuracy {scores['accuracy']:.3f}")
    if is_main_process():
        save_weights(model, options.out / "weights.safetensors")
        result = {"test": scores, "rows": history.rows}
        result["seconds"] = history.seconds
        (options.out / "result.json").write_text(json.dumps(result))


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("--out", type=Path, default=Path("runs/pictures"))
    add("--epochs", type=int, default=3)
    add("--batch", type=int, default=64, help="rows of all processes together")
    add("--lr", type=float, default=0.005)
    add("--rows", type=int, default=10_000, help="use only so many of a part")
    add("--every", type=int, help="save also every so many updates")
    add("--norm", choices=NORMS, default="group", help="the normalisation")
    add("--double", action="store_true", help="compute in 64-bit numbers")
    add("--seed", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
