"""Time the course's metrics against torchmetrics and scikit-learn.

A million items, one thread, the ways in turns; memory is what each call
allocates at most beyond its input, seen from outside the process's start.
"""

import argparse
import resource
import sys
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from statistics import median
from typing import Any

import numpy as np
import torch
import torchmetrics.functional as tm
from sklearn import metrics as sk
from torch import Tensor

from helpers import metrics as ours

CLASSES = 10
BYTES_PER_MAXRSS = 1 if sys.platform == "darwin" else 1024
Call = Callable[[], Any]


def classes(items: int) -> tuple[Tensor, Tensor]:
    """Return predicted and true classes, half of them equal."""
    draw = torch.Generator().manual_seed(0)
    targets = torch.randint(CLASSES, (items,), generator=draw)
    noise = torch.randint(CLASSES, (items,), generator=draw)
    return torch.where(noise > CLASSES // 2, noise, targets), targets


def numbers(items: int) -> tuple[Tensor, Tensor]:
    """Return predictions and targets, (items,) of float32."""
    draw = torch.Generator().manual_seed(0)
    targets = torch.randn(items, generator=draw)
    return targets + torch.randn(items, generator=draw), targets


def calls(name: str, items: int) -> dict[str, Call]:
    """Return a metric in the three libraries, ready to be called."""
    p, t = classes(items)
    x, y = numbers(items)
    yes, score = (y > 0).long(), x
    probs = torch.sigmoid(x)
    task: dict[str, Any] = {"task": "multiclass", "num_classes": CLASSES}
    macro = {"average": "macro", "zero_division": 0}
    table: dict[str, dict[str, Call]] = {
        "accuracy": {
            "ours": lambda: ours.accuracy(p, t),
            "torchmetrics": lambda: tm.accuracy(p, t, **task, average="micro"),
            "scikit-learn": lambda: sk.accuracy_score(t, p),
        },
        "f1, macro": {
            "ours": lambda: ours.f1(p, t),
            "torchmetrics": lambda: tm.f1_score(p, t, **task, average="macro"),
            "scikit-learn": lambda: sk.f1_score(t, p, **macro),
        },
        "confusion matrix": {
            "ours": lambda: ours.confusion_matrix(p, t, CLASSES),
            "torchmetrics": lambda: tm.confusion_matrix(p, t, **task),
            "scikit-learn": lambda: sk.confusion_matrix(t, p),
        },
        "ROC AUC": {
            "ours": lambda: ours.roc_auc(score, yes),
            "torchmetrics": lambda: tm.auroc(score, yes, task="binary"),
            "scikit-learn": lambda: sk.roc_auc_score(yes, score),
        },
        "calibration error": {
            "ours": lambda: ours.calibration_error(probs, yes),
            "torchmetrics": lambda: tm.calibration_error(
                probs, yes, task="binary"
            ),
        },
        "RMSE": {
            "ours": lambda: ours.rmse(x, y),
            "torchmetrics": lambda: tm.mean_squared_error(x, y, squared=False),
            "scikit-learn": lambda: sk.root_mean_squared_error(y, x),
        },
        "R2": {
            "ours": lambda: ours.r2(x, y),
            "torchmetrics": lambda: tm.r2_score(x, y),
            "scikit-learn": lambda: sk.r2_score(y, x),
        },
    }
    return table[name] if name else dict.fromkeys(table, lambda: None)


def measure(name: str, way: str, items: int, rounds: int) -> tuple[float, int]:
    """Return the median milliseconds and the peak memory of a call, in MB."""
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")
    calls(name, 1000)[way]()  # loads what is loaded late
    call = calls(name, items)[way]
    before = _peak()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return 1000 * median(times), round(_peak() - before)


def main() -> int:
    """Print the table; return 1 if a metric of ours is the slowest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    slow = []
    print(f"{'milliseconds (MB)':20}", end="")
    print("".join(f"{w:>18}" for w in ("ours", "torchmetrics", "scikit-learn")))
    with ProcessPoolExecutor(
        1, get_context("spawn"), max_tasks_per_child=1
    ) as pool:
        for name in calls("", 10):
            found = {
                way: pool.submit(
                    measure, name, way, options.items, options.rounds
                ).result()
                for way in calls(name, 10)
            }
            shown = [f"{ms:.1f} ({mb})" for ms, mb in found.values()]
            print(f"{name:20}" + "".join(f"{one:>18}" for one in shown))
            others = [ms for way, (ms, _) in found.items() if way != "ours"]
            if found["ours"][0] > np.max(others):
                slow.append(name)
    return 1 if slow else 0


def _peak() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_maxrss * BYTES_PER_MAXRSS / 1e6


if __name__ == "__main__":
    sys.exit(main())
