"""Kill a training run again and again, and see that nothing is lost.

It is killed 25 times with SIGKILL, at random moments, and its last weights
are compared with those of a run left in peace.
"""

import argparse
import os
import random
import signal
import tempfile
import time
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim import AdamW
from torch.optim.lr_scheduler import OneCycleLR
from torch.utils.data import DataLoader, Dataset

from helpers.checkpoints import Checkpoints, save_weights
from helpers.data import digits
from helpers.metrics import accuracy
from helpers.training import (
    EarlyStopping,
    StepOutput,
    Trainer,
    seed_everything,
    supervised,
)

BATCH, EVERY = 64, 2


class Noisy(Dataset[tuple[Tensor, Tensor]]):
    """Digits with noise that is drawn anew whenever they are asked for."""

    def __init__(self, x: Tensor, y: Tensor) -> None:
        self.x, self.y = x, y

    def __len__(self) -> int:
        return len(self.y)

    def __getitem__(self, row: int) -> tuple[Tensor, Tensor]:
        return self.x[row] + 0.1 * torch.randn(64), self.y[row]


@dataclass
class Ending:
    """What a run left, byte for byte.

    ``resumed_at`` has the number of the checkpoint that each start found, and
    ``seconds`` what the last process took to train.
    """

    weights: bytes
    history: str
    kills: int
    resumed_at: list[int]
    seconds: float


def train(folder: Path, epochs: int, pause: float, ready: Connection) -> None:
    """Train with all that draws at random: order, noise, dropout."""
    torch.set_num_threads(1)
    order = seed_everything(0)
    rows, valid, _ = digits()
    loader = DataLoader(
        Noisy(rows.x, rows.y), BATCH, shuffle=True, generator=order
    )
    model = nn.Sequential(
        nn.Linear(64, 32), nn.BatchNorm1d(32), nn.ReLU(), nn.Dropout(0.3),
        nn.Linear(32, 10),
    )  # fmt: skip
    rule = AdamW(model.parameters(), 0.01)
    step = supervised(nn.CrossEntropyLoss())

    def slow_step(model: nn.Module, batch: Any) -> StepOutput:
        time.sleep(pause)
        return step(model, batch)

    schedule = OneCycleLR(rule, 0.01, total_steps=epochs * len(loader))
    trainer = Trainer(model, slow_step, rule, scheduler=schedule)
    ready.send(True)
    trainer.fit(
        loader,
        [(valid.x, valid.y)],
        epochs=epochs,
        metrics={"accuracy": accuracy},
        early_stopping=EarlyStopping(patience=epochs),
        checkpoints=Checkpoints(folder / "run", every=EVERY),
    )
    (folder / "history.txt").write_text(repr(trainer.history.rows))
    save_weights(model, folder / "final.safetensors")


def run(
    folder: Path, epochs: int, kills: int, longest: float, seed: int = 0
) -> Ending:
    """Train in processes of their own; kill the first ``kills`` of them.

    Each is killed at most ``longest`` seconds after it has begun to read its
    last checkpoint.
    """
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__, "sklearn.datasets"])
    draw = random.Random(seed)
    resumed_at = []
    for number in range(kills + 1):
        pause = 0.0 if number == kills else 0.01
        heard, ready = context.Pipe(duplex=False)
        process = context.Process(
            target=train, args=(folder, epochs, pause, ready)
        )
        there = Checkpoints(folder / "run").paths
        resumed_at.append(int(there[-1].name.split("-")[1]) if there else 0)
        process.start()
        ready.close()  # so that a run that fails at once is noticed
        heard.recv()
        began = time.monotonic()
        process.join(None if number == kills else draw.uniform(0, longest))
        if process.pid and process.is_alive():
            os.kill(process.pid, signal.SIGKILL)
            process.join()
        elif number < kills or process.exitcode:
            raise RuntimeError(
                f"the run ended by itself ({process.exitcode}) before kill "
                f"{number + 1}; train longer or kill sooner"
            )
    return Ending(
        (folder / "final.safetensors").read_bytes(),
        (folder / "history.txt").read_text(),
        kills,
        resumed_at,
        time.monotonic() - began,
    )


def main(arguments: list[str]) -> int:
    """Compare the two runs; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=25)
    parser.add_argument("--epochs", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        whole = run(folder / "whole", options.epochs, 0, 0.0)
        killed = run(
            folder / "killed", options.epochs, options.kills, 0.5, options.seed
        )
    print("started at checkpoints", *killed.resumed_at)
    same = killed.weights == whole.weights and killed.history == whole.history
    print(
        f"{killed.kills} kills in {options.epochs} epochs: the last weights "
        f"and the history are {'the same bytes' if same else 'DIFFERENT'}"
    )
    return int(not same)
