"""Frozen, fine-tuned and from scratch on CIFAR-10, over several seeds.

The chapter on transfer learning runs one seed with smaller images; this
program does what is too long for a chapter. For each backbone and way of
training, ``search`` tries learning rates on the validation images with seed 0,
and goes on while the best one is at the edge; then each seed trains with the
best rate and is scored on the test images (``tuned_norm`` takes that of
``tuned``). In all ways every training image
is mirrored at random. Every result is stored as soon as it is there, in
``benchmarks/transfer.json``; what is there is not run again. All numbers are
of one thread.

    .venv/bin/python benchmarks/transfer.py mobilenet_v2 tuned search 0 1 2 3 4
"""

import json
import math
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim.lr_scheduler import OneCycleLR
from torch.utils.data import DataLoader, Dataset
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
HEAD_LR, HEAD_EPOCHS = 3e-3, 20
RATES = (1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1)
Run = Callable[[int, float, tuple[str, ...]], dict[str, Any]]


@dataclass(frozen=True)
class Recipe:
    """How a backbone is used."""

    side: int  # images are enlarged to so many pixels
    cut: int  # blocks before this one are frozen
    epochs: int


RECIPES = {
    "mobilenet_v2": Recipe(112, 11, 3),
    "resnet18": Recipe(128, 8, 3),
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
    """Search and run one way with the given seeds, as far as it was not run."""
    torch.set_num_threads(1)
    name, way, *tasks = arguments
    runner = WAYS[way](name, RECIPES[name])
    for task in tasks:
        if task == "search" and way in MIDDLE:
            search(f"{name}/{way}", runner, middle=MIDDLE[way])
        elif task != "search":
            lr = best_rate(f"{name}/{BORROWED.get(way, way)}")
            scored = ("validation", "test")
            once(f"{name}/{way}/{task}", runner, int(task), lr, scored)


def search(key: str, runner: Run, middle: float) -> None:
    """Try three rates, and more while the best one is at the edge."""
    at = RATES.index(middle)
    low, high = at - 1, at + 1
    while True:
        for lr in RATES[low : high + 1]:
            once(f"{key}/search/{lr:g}", runner, 0, lr, ("validation",))
        best = RATES.index(best_rate(key))
        if low < best < high:
            return
        low, high = min(low, best - 1), max(high, best + 1)


def best_rate(key: str) -> float:
    """Return the rate that was best on the validation images."""
    tried = {
        run["lr"]: run["validation"]
        for name, run in stored().items()
        if name.startswith(f"{key}/search/")
    }
    if not tried:
        sys.exit(f"no rate was searched for {key}; give the word: search")
    return float(max(tried, key=lambda lr: tried[lr]))


def once(
    key: str, runner: Run, seed: int, lr: float, scored: tuple[str, ...]
) -> None:
    """Run, and store the result, unless there is one."""
    if key not in stored():
        result = runner(seed, lr, scored)
        runs = dict(sorted({**stored(), key: result}.items()))
        FILE.write_text(json.dumps(runs, indent=1) + "\n", "utf-8")
    print(key, stored()[key], flush=True)


def stored() -> dict[str, dict[str, Any]]:
    """Return the results so far."""
    return dict(json.loads(FILE.read_text("utf-8"))) if FILE.exists() else {}


def frozen(name: str, recipe: Recipe) -> Run:
    """Train a linear head on the mean of each last map."""
    data, seconds = cached(name, recipe, cut=None)
    rows = {s: Mirrored(m.mean((-2, -1)), y) for s, (m, y) in data.items()}

    def run(seed: int, lr: float, scored: tuple[str, ...]) -> dict[str, Any]:
        order = seed_everything(seed)
        head = nn.Linear(rows["train"].maps.shape[-1], 10)
        trained = train(head, [(head, lr)], rows, HEAD_EPOCHS, order, scored)
        return {**asdict(recipe), "lr": lr, **trained, "front": seconds}

    return run


def tuned(name: str, recipe: Recipe) -> Run:
    """Fine-tune the blocks behind the cut, batch normalisation frozen."""
    return _tuned(name, recipe, frozen_norm=True)


def tuned_norm(name: str, recipe: Recipe) -> Run:
    """Fine-tune with batch normalisation in training mode."""
    return _tuned(name, recipe, frozen_norm=False)


def _tuned(name: str, recipe: Recipe, frozen_norm: bool) -> Run:
    data, seconds = cached(name, recipe, recipe.cut)
    rows = {s: Mirrored(m, y) for s, (m, y) in data.items()}

    def run(seed: int, lr: float, scored: tuple[str, ...]) -> dict[str, Any]:
        order = seed_everything(seed)
        blocks, channels = load_backbone(name, source="shipped")
        model = Top(blocks[recipe.cut :], channels, frozen_norm)
        parts = [(model.blocks, lr), (model.head, HEAD_LR)]
        trained = train(model, parts, rows, recipe.epochs, order, scored)
        return {**asdict(recipe), "lr": lr, **trained, "front": seconds}

    return run


def scratch(name: str, recipe: Recipe) -> Run:
    """Train the same network from random weights, at no less computing."""
    rows: dict[str, Dataset[Any]] = {**load()}
    few = load()["validation"].x[:1]
    blocks = new_backbone(name).blocks
    front = operations(blocks[: recipe.cut], prepare(few, recipe.side))
    whole = operations(blocks, prepare(few, recipe.side))
    budget = 2 * front + 3 * recipe.epochs * (whole - front)
    epochs = math.ceil(budget / (3 * whole))  # backward costs two forward

    def run(seed: int, lr: float, scored: tuple[str, ...]) -> dict[str, Any]:
        order = seed_everything(seed)
        blocks, channels = new_backbone(name)
        top = Top(blocks, channels, frozen_norm=False)
        model = nn.Sequential(Prepare(recipe.side), top)
        trained = train(model, [(model, lr)], rows, epochs, order, scored)
        return {**asdict(recipe), "cut": 0, "lr": lr, **trained, "front": 0.0}

    return run


WAYS: dict[str, Callable[[str, Recipe], Run]] = {
    "frozen": frozen,
    "tuned": tuned,
    "tuned_norm": tuned_norm,
    "scratch": scratch,
}
MIDDLE = {"frozen": 3e-3, "tuned": 3e-4, "scratch": 3e-3}
BORROWED = {"tuned_norm": "tuned"}  # takes the rate that this way has chosen


class Mirrored(Dataset[tuple[Tensor, Tensor]]):
    """What a frozen front makes of images and of their mirror images."""

    def __init__(self, maps: Tensor, labels: Tensor) -> None:
        self.maps, self.labels = maps, labels  # (rows, 1 or 2, ...), (rows,)

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, row: int) -> tuple[Tensor, Tensor]:
        side = int(torch.randint(self.maps.shape[1], ()))
        return self.maps[row, side], self.labels[row]


class Prepare(nn.Module):
    """Mirror at random in training mode; enlarge and normalise bytes."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self.side = side

    def forward(self, x: Tensor) -> Tensor:
        """Return (batch, 3, side, side) of bytes (batch, 3, h, w)."""
        if self.training:
            turned = torch.rand(len(x), 1, 1, 1) < 0.5
            x = torch.where(turned, x.flip(3), x)
        return prepare(x, self.side)


def prepare(x: Tensor, side: int) -> Tensor:
    """Return what the networks were trained on."""
    x = v2.functional.to_dtype(x, torch.float32, scale=True)
    x = v2.functional.resize(x, [side, side], antialias=True)
    x = v2.functional.normalize(x, IMAGENET_MEAN, IMAGENET_STD)
    return x.contiguous(memory_format=torch.channels_last)


def load() -> dict[str, ImageDataset]:
    """Return the splits that ship with the course."""
    splits = cifar10("shipped")
    names = ("train", "validation", "test")
    return {split: ImageDataset.of(splits[split]) for split in names}


def cached(
    name: str, recipe: Recipe, cut: int | None
) -> tuple[dict[str, tuple[Tensor, Tensor]], float]:
    """Return what the frozen blocks make of each split, and the seconds.

    Maps are of shape ``(rows, 2, channels, h, w)`` for training, the mirror
    images being second, and ``(rows, 1, channels, h, w)`` else.
    """
    blocks, _ = load_backbone(name, source="shipped")
    front = blocks[:cut].to(memory_format=torch.channels_last)

    def run_front(x: Tensor) -> Tensor:
        with torch.inference_mode():
            maps = [front(prepare(part, recipe.side)) for part in x.split(10)]
        return torch.cat(maps).clone()

    found, seconds = {}, 0.0
    for split, images in load().items():
        start = time.process_time()
        views = [images.x] + [images.x.flip(3)] * (split == "train")
        found[split] = (torch.stack([run_front(x) for x in views], 1), images.y)
        if split == "train":
            seconds = time.process_time() - start
    return found, round(seconds, 1)


def operations(model: nn.Module, x: Tensor) -> int:
    """Return the floating-point operations of a forward pass."""
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        model(x)
    return int(counter.get_total_flops())


def train(
    model: nn.Module,
    parts: list[tuple[nn.Module, float]],
    data: Mapping[str, Dataset[Any]],
    epochs: int,
    order: torch.Generator,
    scored: tuple[str, ...],
) -> dict[str, Any]:
    """Train, and return scores of splits, seconds and parameters."""
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
    seconds = time.process_time() - start
    scores = {
        split: round(accuracy(*trainer.predict(DataLoader(data[split], 50))), 4)
        for split in scored
    }
    trained = sum(p.numel() for part, _ in parts for p in part.parameters())
    return {
        "epochs": epochs,
        **scores,
        "training": round(seconds, 1),
        "trained": trained,
    }


if __name__ == "__main__":
    if len(sys.argv) < 4:
        for name, recipe in RECIPES.items():
            print(name, asdict(recipe))
        sys.exit(
            f"usage: {sys.argv[0]} BACKBONE {'|'.join(WAYS)} [search] SEED ..."
        )
    main(sys.argv[1:])
