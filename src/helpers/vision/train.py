"""Train an image classifier on all of CIFAR-10, on a machine with a GPU.

Run ``python -m helpers.vision.train scratch`` or ``... finetune``; the result
is a JSON file that says on which hardware it was reached.
"""

import argparse
import json
import math
import platform
import sys
import time
from pathlib import Path
from typing import Any

import torch
from datasets import Dataset
from torch import nn
from torch.optim.lr_scheduler import OneCycleLR
from torch.utils.data import DataLoader
from torchvision.transforms import v2

from helpers.data import cifar10
from helpers.device import pick_device
from helpers.metrics import accuracy, bootstrap_interval
from helpers.training import Trainer, seed_everything, supervised
from helpers.vision.backbones import load_backbone, new_backbone
from helpers.vision.classifier import ImageClassifier
from helpers.vision.image_dataset import ImageDataset

# Side of the images, epochs, learning rates of the blocks and of the head.
RECIPES = {
    "scratch": (64, 60, 3e-3, 3e-3),
    "finetune": (128, 10, 3e-4, 3e-3),
}


def main(arguments: list[str] | None = None) -> int:
    """Train, test once, and write the result; return the exit status."""
    options = _options(arguments)
    start = time.perf_counter()
    order = seed_everything(options.seed)
    splits = cifar10(options.source)
    names = splits["train"].features["label"].names
    model = _model(options, len(names))
    train = _loader(splits["train"], options, order)
    trainer = _trainer(model, options, len(train))
    history = trainer.fit(
        train,
        _loader(splits["validation"], options),
        epochs=options.epochs,
        metrics={"accuracy": accuracy},
    )
    scores, labels = trainer.predict(_loader(splits["test"], options))
    low, high = bootstrap_interval(accuracy, scores, labels)
    result = {
        **{key: _plain(value) for key, value in vars(options).items()},
        "train_images": len(train.dataset),  # type: ignore[arg-type]
        "test_images": len(labels),
        "test_accuracy": accuracy(scores, labels),
        "test_interval": [low, high],
        "history": [
            {name: _plain(value) for name, value in row.items()}
            for row in history.rows
        ],
        "seconds": round(time.perf_counter() - start, 1),
        "hardware": _hardware(trainer.device),
        "torch": torch.__version__,
    }
    options.out.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    print(
        f"test accuracy {result['test_accuracy']:.4f} [{low:.4f}, {high:.4f}] "
        f"after {result['seconds']} s on {result['hardware']}: {options.out}"
    )
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m helpers.vision.train", description=__doc__
    )
    add = parser.add_argument
    add("task", choices=RECIPES, help="random or pre-trained weights at first")
    add("--backbone", default="resnet18", help="or mobilenet_v2")
    add("--weights", type=_path, help="a file, instead of torchvision's")
    add("--source", default="hub", help="hub: all images; shipped: 7,000")
    add("--side", type=_count, help="images are enlarged to so many pixels")
    add("--epochs", type=_count)
    add("--batch", type=_count, default=128)
    add("--seed", type=int, default=0)
    add("--workers", type=int, default=2, help="processes that load images")
    add("--images", type=_count, help="so many of each split, for a trial")
    add("--out", type=_path, default=Path("vision.json"))
    options = parser.parse_args(arguments)
    if not options.out.parent.is_dir():
        parser.error(f"--out: there is no folder {options.out.parent}")
    side, epochs, options.lr_blocks, options.lr_head = RECIPES[options.task]
    options.side = options.side or side
    options.epochs = options.epochs or epochs
    return options


def _path(text: str) -> Path:
    return Path(text).expanduser()


def _count(text: str) -> int:
    """Return a number from 1 on; argparse names the option if it is none."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(
            f"must be a whole number from 1 on, got {text!r}"
        )
    return int(text)


def _model(options: argparse.Namespace, classes: int) -> ImageClassifier:
    if options.task == "scratch":
        backbone = new_backbone(options.backbone)
    else:
        backbone = load_backbone(options.backbone, options.weights)
    return ImageClassifier(backbone, classes, options.side)


def _loader(
    split: Dataset,
    options: argparse.Namespace,
    order: torch.Generator | None = None,
) -> DataLoader[Any]:
    """Return batches; with an order, shuffled, mirrored and shifted ones."""
    if options.images:
        split = split.shuffle(seed=0).select(range(options.images))
    augment = v2.Compose(
        [v2.RandomHorizontalFlip(), v2.RandomCrop(32, padding=4)]
    )
    return DataLoader(
        ImageDataset.of(split, augment if order else None),
        options.batch,
        shuffle=order is not None,
        generator=order,
        num_workers=options.workers,
        pin_memory=torch.cuda.is_available(),
    )


def _trainer(
    model: ImageClassifier, options: argparse.Namespace, batches: int
) -> Trainer:
    device = pick_device()
    model.to(memory_format=torch.channels_last)  # quicker convolutions
    groups = [
        {"params": model.blocks.parameters(), "lr": options.lr_blocks},
        {"params": model.head.parameters(), "lr": options.lr_head},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.05)
    schedule = OneCycleLR(
        optimizer,
        [options.lr_blocks, options.lr_head],
        total_steps=options.epochs * batches,
    )
    return Trainer(
        model,
        supervised(nn.CrossEntropyLoss()),
        optimizer,
        device=device,
        scheduler=schedule,
        autocast=torch.bfloat16 if device.type == "cuda" else None,
    )


def _hardware(device: torch.device) -> str:
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return f"{device.type} ({platform.machine()})"


def _plain(value: Any) -> Any:
    """Return what JSON can hold: it has no paths, and neither nan nor inf."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return str(value) if isinstance(value, Path) else value


if __name__ == "__main__":
    sys.exit(main())
