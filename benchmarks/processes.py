"""Time a training step in one process and in two, on 10 million parameters.

``python benchmarks/processes.py`` trains one model alone and under torchrun,
in turns, and prints the median of each.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from itertools import pairwise

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from helpers.training import Trainer, supervised

TORCHRUN = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node"]
WIDTH, CLASSES, BATCHES = 1792, 10, 12


def main() -> None:
    """Print the step time alone and with another process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rows", type=int, default=256, help="of a batch")
    parser.add_argument("--worker", action="store_true")
    options = parser.parse_args()
    if options.worker:
        print(f"step {step_seconds(options.rows)}")
        return
    times: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(options.rounds):
        for count, found in times.items():
            found.append(measure(count, options.rows))
    alone = statistics.median(times[1])
    for count, found in times.items():
        middle = statistics.median(found)
        print(f"{count} processes: {middle * 1e3:.1f} ms, {middle / alone:.3f}")


def measure(count: int, rows: int) -> float:
    """Return the seconds of a step in so many processes."""
    launch = [*TORCHRUN, str(count)] if count > 1 else []
    done = subprocess.run(
        [sys.executable, *launch, __file__, "--worker", "--rows", str(rows)],
        env=os.environ | {"OMP_NUM_THREADS": "1", "COURSE_DEVICE": "cpu"},
        check=True,
        capture_output=True,
        text=True,
    )
    return float(done.stdout.split("step ")[1])


def step_seconds(rows: int) -> float:
    """Return the median seconds of a step of the second epoch."""
    torch.manual_seed(0)
    torch.set_num_threads(1)
    model = nn.Sequential(
        nn.Linear(WIDTH, WIDTH), nn.ReLU(),
        nn.Linear(WIDTH, WIDTH), nn.ReLU(),
        nn.Linear(WIDTH, WIDTH), nn.ReLU(),
        nn.Linear(WIDTH, WIDTH), nn.ReLU(),
        nn.Linear(WIDTH, CLASSES),
    )  # fmt: skip
    assert sum(p.numel() for p in model.parameters()) > 10_000_000
    x = torch.randn(rows * BATCHES, WIDTH)
    y = torch.randint(CLASSES, (len(x),))
    step, starts = supervised(nn.CrossEntropyLoss()), list[float]()

    def timed(model: nn.Module, batch: list[torch.Tensor]) -> object:
        starts.append(time.perf_counter())
        return step(model, batch)

    rule = torch.optim.SGD(model.parameters(), 0.01)
    trainer = Trainer(model, timed, rule)  # type: ignore[arg-type]
    trainer.fit(DataLoader(TensorDataset(x, y), rows), epochs=1)
    pairs = pairwise(starts[2:])
    return statistics.median(later - sooner for sooner, later in pairs)


if __name__ == "__main__":
    main()
