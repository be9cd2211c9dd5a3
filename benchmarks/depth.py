"""Plain and residual networks of 8 and 26 layers, each at five learning rates.

The chapter on modern convolutional networks trains each of the four networks
at one rate; this program chose it. It takes the code from the cells of the
chapter, so that both train in the same way, and stores each result as soon as
it is there, in ``benchmarks/depth.json``; what is there is not run again. A
result is the training loss of the last of four epochs and the accuracy on the
held-out images.

    .venv/bin/python benchmarks/depth.py 0 1 2
"""

import json
import sys
from functools import partial
from pathlib import Path
from statistics import mean
from typing import Any

import nbformat
import torch

FILE = Path(__file__).with_suffix(".json")
CHAPTER = Path(__file__).parents[1] / "notebooks" / "05_modern_cnns.ipynb"
CELLS = (
    "imports",
    "imports-course",
    "load",
    "few",
    "prepare",
    "fit",
    "score",
    "residual-project",
    "residual-block",
    "resnet",
)
RATES = (0.003, 0.01, 0.03, 0.1, 0.3)
Results = dict[str, dict[str, dict[str, list[float]]]]
"""Loss and accuracy by network, rate and seed."""


def chapter_names() -> dict[str, Any]:
    """Return what the cells of the chapter define."""
    notebook = nbformat.read(CHAPTER, as_version=4)
    sources = {cell.id: cell.source for cell in notebook.cells}
    names: dict[str, Any] = {"SEED": 0}
    for cell in CELLS:
        exec(compile(sources[cell], cell, "exec"), names)
    return names


def run(seed: int, results: Results) -> None:
    """Train every network at every rate with a seed, and store the results."""
    names = chapter_names()
    names["SEED"] = seed  # what fit reads
    for kind, residual in (("plain", False), ("residual", True)):
        for depth in (1, 4):
            by_rate = results.setdefault(f"{kind}, {6 * depth + 2} layers", {})
            for rate in RATES:
                by_seed = by_rate.setdefault(str(rate), {})
                if str(seed) in by_seed:
                    continue
                make = partial(names["small_resnet"], depth, residual)
                trainer = names["fit"](make, names["few"], rate, epochs=4)
                loss = trainer.history["train_loss"][-1]
                by_seed[str(seed)] = [
                    round(float(loss), 4),
                    round(float(names["score"](trainer, names["held_out"])), 4),
                ]
                FILE.write_text(json.dumps(results, indent=1) + "\n")


def show(results: Results) -> None:
    """Print the means over the seeds, and the range of the losses."""
    for network, by_rate in results.items():
        for rate, by_seed in by_rate.items():
            losses, scores = zip(*by_seed.values(), strict=True)
            print(
                f"{network:20} rate {rate:6} loss {mean(losses):.2f} "
                f"({min(losses):.2f} to {max(losses):.2f})  "
                f"held out {mean(scores):.3f} "
                f"({min(scores):.3f} to {max(scores):.3f})"
            )


def main() -> None:
    """Run the seeds of the command line, then print a table."""
    torch.set_num_threads(1)
    results: Results = {}
    if FILE.exists():
        results = json.loads(FILE.read_text())
    for seed in sys.argv[1:]:
        run(int(seed), results)
    show(results)


if __name__ == "__main__":
    main()
