"""Frozen, fine-tuned and from scratch on CIFAR-10, over several seeds.

The chapter on transfer learning runs one seed; this program repeats it, and
also does what is too long for a chapter. Every result is stored as soon as it
is there, in ``benchmarks/transfer.json``; what is there is not run again. All
numbers are of one thread.

    .venv/bin/python benchmarks/transfer.py mobilenet_v2 tuned 0 1 2 3 4
"""

import json
import math
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim.lr_scheduler import OneCycleLR
from torch.utils.data import DataLoader, TensorDataset
from torch.utils.flop_counter import FlopCounterMode
from torchvision.transforms import v2

from helpers.data import cifar10
from helpers.metrics import accuracy
from helpers.training import Trainer, seed_everything, supervised
from helpers.vision import (
    IMAGENET_MEAN,
    IMAGENET_STD,
    ImageDataset,
    load_backbone,
    new_backbone,
)

FILE = Path(__file__).with_suffix(".json")
SPLITS = ("train", "validation", "test")
HEAD_LR, SCRATCH_LR, HEAD_EPOCHS = 3e-3, 3e-3, 20


@dataclass(frozen=True)
class Recipe:
    """What was chosen on the validation images for a backbone."""

    side: int  # images are enlarged to so many pixels
    cut: int  # blocks before this one are frozen
    epochs: int
    lr: float  # of the blocks behind the cut


RECIPES = {
    "mobilenet_v2": Recipe(112, 11, 2, 4e-4),
    "resnet18": Recipe(128, 8, 3, 2e-4),
}


class Top(nn.Module):
    """The blocks behind the cut and a new head: maps -> (batch, 10)."""

    def __init__(
        self, blocks: nn.Module, channels: int, frozen_norm: bool
    ) -> None:
        super().__init__()
        self.blocks, self.frozen_norm = blocks, frozen_norm
        self.dropout = nn.Dropout(0.2)
        self.head = nn.Linear(channels, 10)

    def train(self, mode: bool = True) -> "Top":
        """Batch normalisation may stay in evaluation mode."""
        super().train(mode)
        if self.frozen_norm:
            self.blocks.eval()
        return self

    def forward(self, maps: Tensor) -> Tensor:
        """Return logits (batch, 10) of maps (batch, channels, h, w)."""
        scores: Tensor = self.head(
            self.dropout(self.blocks(maps).mean(dim=(2, 3)))
        )
        return scores


def main(arguments: list[str]) -> None:
    """Run one way with the given seeds, as far as it was not run."""
    torch.set_num_threads(1)
    name, way, *seeds = arguments
    runs: dict[str, dict[str, Any]] = (
        json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
    )
    runner = WAYS[way](name, RECIPES[name])
    for seed in seeds:
        key = f"{name}/{way}/{seed}"
        if key in runs:
            continue
        runs = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
        runs[key] = runner(int(seed))
        FILE.write_text(
            json.dumps(dict(sorted(runs.items())), indent=1) + "\n", "utf-8"
        )
        print(key, runs[key], flush=True)


def frozen(name: str, recipe: Recipe) -> Callable[[int], dict[str, Any]]:
    """Train a linear head on the mean of each last map."""
    data, seconds, _ = cached(name, recipe, cut=None)
    rows = {s: TensorDataset(m.mean((2, 3)), y) for s, (m, y) in data.items()}

    def run(seed: int) -> dict[str, Any]:
        order = seed_everything(seed)
        head = nn.Linear(rows["train"][0][0].shape[0], 10)
        return train(head, [(head, HEAD_LR)], rows, HEAD_EPOCHS, order, seconds)

    return run


def tuned(name: str, recipe: Recipe) -> Callable[[int], dict[str, Any]]:
    """Fine-tune the blocks behind the cut, batch normalisation frozen."""
    return _tuned(name, recipe, frozen_norm=True)


def tuned_norm(name: str, recipe: Recipe) -> Callable[[int], dict[str, Any]]:
    """Fine-tune with batch normalisation in training mode."""
    return _tuned(name, recipe, frozen_norm=False)


def _tuned(
    name: str, recipe: Recipe, frozen_norm: bool
) -> Callable[[int], dict[str, Any]]:
    data, seconds, _ = cached(name, recipe, recipe.cut)
    rows = {s: TensorDataset(m, y) for s, (m, y) in data.items()}

    def run(seed: int) -> dict[str, Any]:
        order = seed_everything(seed)
        blocks, channels = load_backbone(name)
        model = Top(blocks[recipe.cut :], channels, frozen_norm)
        parts = [(model.blocks, recipe.lr), (model.head, HEAD_LR)]
        return train(model, parts, rows, recipe.epochs, order, seconds)

    return run


def scratch(name: str, recipe: Recipe) -> Callable[[int], dict[str, Any]]:
    """Train the same network from random weights, at no less computing."""
    rows = {
        split: ImageDataset(images.x, images.y)
        for split, images in load().items()
    }
    few = rows["train"].x[:1]
    blocks = new_backbone(name).blocks
    front = operations(blocks[: recipe.cut], prepare(few, recipe.side))
    whole = operations(blocks, prepare(few, recipe.side))
    budget = front + 3 * recipe.epochs * (whole - front)
    epochs = math.ceil(budget / (3 * whole))

    def run(seed: int) -> dict[str, Any]:
        order = seed_everything(seed)
        blocks, channels = new_backbone(name)
        model = nn.Sequential(
            Prepare(recipe.side), Top(blocks, channels, frozen_norm=False)
        )
        return train(model, [(model, SCRATCH_LR)], rows, epochs, order, 0.0)

    return run


WAYS: dict[str, Callable[[str, Recipe], Callable[[int], dict[str, Any]]]] = {
    "frozen": frozen,
    "tuned": tuned,
    "tuned_norm": tuned_norm,
    "scratch": scratch,
}


class Prepare(nn.Module):
    """Enlarge and normalise bytes."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self.side = side

    def forward(self, x: Tensor) -> Tensor:
        """Return (batch, 3, side, side) of bytes (batch, 3, h, w)."""
        return prepare(x, self.side)


def prepare(x: Tensor, side: int) -> Tensor:
    """Return what the networks were trained on."""
    x = v2.functional.to_dtype(x, torch.float32, scale=True)
    x = v2.functional.resize(x, [side, side], antialias=True)
    return v2.functional.normalize(x, IMAGENET_MEAN, IMAGENET_STD).contiguous(
        memory_format=torch.channels_last
    )


def load() -> dict[str, ImageDataset]:
    """Return the splits that ship with the course."""
    splits = cifar10("shipped")
    return {split: ImageDataset.of(splits[split]) for split in SPLITS}


def cached(
    name: str, recipe: Recipe, cut: int | None
) -> tuple[dict[str, tuple[Tensor, Tensor]], float, int]:
    """Return what the frozen blocks make of each split, and the seconds."""
    blocks, channels = load_backbone(name, source="shipped")
    front = blocks[:cut].to(memory_format=torch.channels_last)
    found, seconds = {}, 0.0
    for split, images in load().items():
        start = time.process_time()
        with torch.inference_mode():
            maps = [front(prepare(x, recipe.side)) for x in images.x.split(10)]
        if split == "train":
            seconds = time.process_time() - start
        found[split] = (torch.cat(maps).clone(), images.y)
    return found, seconds, channels


def operations(model: nn.Module, x: Tensor) -> int:
    """Return the floating-point operations of a forward pass."""
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        model(x)
    return int(counter.get_total_flops())


def train(
    model: nn.Module,
    parts: list[tuple[nn.Module, float]],
    data: Any,
    epochs: int,
    order: torch.Generator,
    front_seconds: float,
) -> dict[str, Any]:
    """Train, and return scores of both splits, seconds and parameters."""
    model = model.to(memory_format=torch.channels_last)
    loader = DataLoader(data["train"], 32, shuffle=True, generator=order)
    groups = [{"params": part.parameters(), "lr": lr} for part, lr in parts]
    optimizer = torch.optim.AdamW(groups)
    schedule = OneCycleLR(
        optimizer, [lr for _, lr in parts], total_steps=epochs * len(loader)
    )
    trainer = Trainer(
        model,
        supervised(nn.CrossEntropyLoss()),
        optimizer,
        scheduler=schedule,
        device="cpu",
    )
    start = time.process_time()
    trainer.fit(loader, epochs=epochs)
    seconds = time.process_time() - start + front_seconds
    scores = {
        split: accuracy(*trainer.predict(DataLoader(data[split], 50)))
        for split in ("validation", "test")
    }
    trained = sum(p.numel() for part, _ in parts for p in part.parameters())
    return {
        **scores,
        "cpu_seconds": round(seconds, 1),
        "trained": trained,
        "epochs": epochs,
    }


if __name__ == "__main__":
    if len(sys.argv) < 4:
        for name, recipe in RECIPES.items():
            print(name, asdict(recipe))
        sys.exit(f"usage: {sys.argv[0]} BACKBONE {'|'.join(WAYS)} SEED ...")
    main(sys.argv[1:])
