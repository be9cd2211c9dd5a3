"""What two processes do in the test of that name.

One alone does it too: the results of both are compared.
"""

import os
import sys
from contextlib import redirect_stdout, suppress
from pathlib import Path
from typing import Any

import torch
from small_runs import CLASSES, FEATURES, Batch, adamw, batches, build, net
from torch import Tensor, nn
from torch.optim import SGD
from torch.utils.data import DataLoader, IterableDataset, TensorDataset

from helpers.checkpoints import Checkpoints
from helpers.metrics import accuracy
from helpers.tabular import batch_loader
from helpers.training import (
    NonFiniteLossError,
    StepOutput,
    Trainer,
    is_main_process,
    seed_everything,
    supervised,
)

WEIGHTED = nn.CrossEntropyLoss(
    weight=torch.tensor([1.0, 4.0, 0.5, 2.0]).double(), ignore_index=0
)


def model_without_batch_norm(dropout: float = 0.0) -> nn.Sequential:
    """Return a model that two processes can train on CPUs."""
    model = net(dropout)
    model[1] = nn.GroupNorm(2, 8)
    return model.double()


class Branches(nn.Module):
    """A part that no batch uses, and one that not every process uses."""

    def __init__(self) -> None:
        super().__init__()
        self.parts = nn.ModuleList(model_without_batch_norm() for _ in range(3))

    def forward(self, x: Tensor) -> Tensor:
        """Return the scores of one part, for some rows with a second one's."""
        scores: Tensor = self.parts[0](x)
        chosen = x[:, :1] > 1
        return scores + self.parts[1](x) * chosen if chosen.any() else scores


class Tempered(nn.Module):
    """A step with a parameter of its own, which the optimizer has too."""

    def __init__(self) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.ones((), dtype=torch.double))

    def forward(self, model: nn.Module, batch: Batch) -> StepOutput:
        """Return the loss of scaled scores."""
        x, y = batch
        scores = model(x) * self.scale
        loss = nn.functional.cross_entropy(scores, y)
        return StepOutput(loss, len(y), scores.detach(), y)


def rows(count: int) -> TensorDataset:
    draw = torch.Generator().manual_seed(count)
    x = torch.randn(count, FEATURES, generator=draw).double()
    return TensorDataset(x, torch.randint(CLASSES, (count,), generator=draw))


class Stream(IterableDataset[Batch]):
    """Rows in an order that is drawn while they are read."""

    def __iter__(self) -> Any:
        data = rows(21)
        for row in torch.randperm(21).tolist():
            yield data[row]


def plain(count: int, batch: int) -> DataLoader[Any]:
    return DataLoader(rows(count), batch, shuffle=True)


def with_generator(count: int, batch: int) -> DataLoader[Any]:
    order = torch.Generator().manual_seed(3)
    return DataLoader(rows(count), batch, shuffle=True, generator=order)


def table(count: int, batch: int) -> DataLoader[Any]:
    tensors = rows(count).tensors
    return batch_loader(*tensors, batch_size=batch, shuffle=True)


def stream(count: int, batch: int) -> DataLoader[Any]:
    return DataLoader(Stream(), batch)


def cases() -> dict[str, dict[str, Any]]:
    """Return each run that is compared: how it differs from the plain one."""
    return {
        "even": {"count": 24, "batch": 8},
        "uneven": {"count": 23, "batch": 7},
        "last batch of one row": {"count": 22},
        "batches of one row": {"count": 5, "batch": 1},
        "own generator": {"loader": with_generator},
        "table": {"loader": table},
        "stream": {"loader": stream},
        "clipped": {"clip_norm": 0.1},
        "accumulated": {"accumulate": 3},
        "weights and ignored labels": {"loss": WEIGHTED},
        "accumulated, ignored": {"accumulate": 2, "loss": WEIGHTED, "batch": 2},
        "adamw": {"optimizer": adamw},
        "branches": {"model": Branches, "batch": 2, "accumulate": 2},
        "a step's parameter": {"step": Tempered},
    }


def train(
    count: int = 23,
    batch: int = 7,
    loader: Any = plain,
    loss: nn.Module | None = None,
    optimizer: Any = None,
    model: Any = model_without_batch_norm,
    step: Any = None,
    **options: Any,
) -> dict[str, Any]:
    """Train two epochs, and return all that came of it."""
    model = model()
    step = step() if step else supervised(loss or nn.CrossEntropyLoss())
    own = isinstance(step, nn.Module)
    trained = nn.ModuleList([model, step]) if own else model
    seed_everything(4)
    rule = (optimizer or (lambda m: SGD(m.parameters(), 0.1, 0.9)))(trained)
    trainer = Trainer(model, step, rule, **options)
    metrics = {"accuracy": accuracy}
    valid = DataLoader(rows(9), 4)  # the last batch is one row
    train_loader = loader(count, batch)
    history = trainer.fit(train_loader, valid, epochs=2, metrics=metrics)
    preds, targets = trainer.predict(valid)
    return {
        "weights": model.state_dict(),
        "rows": history.rows,
        "preds": preds,
        "targets": targets,
        "one row": trainer.evaluate(DataLoader(rows(1), 4), metrics),
    }


def seen_rows() -> list[Tensor]:
    """Return every row that this process was given, in its order."""
    seen: list[Tensor] = []
    step = supervised(nn.CrossEntropyLoss())

    def watch(model: nn.Module, batch: Batch) -> Any:
        seen.append(batch[0])
        return step(model, batch)

    model = model_without_batch_norm()
    seed_everything(4)
    rule = SGD(model.parameters(), 0.0)
    trainer = Trainer(model, watch, rule)
    trainer.fit(plain(23, 7), epochs=2)
    batches = zip(*trainer.strategy.all_gather(seen), strict=True)
    return [torch.cat(shards) for shards in batches]


class StopError(Exception):
    """A run is interrupted."""


def until_six() -> Any:
    """Return a step that stops within the second epoch."""
    count = [0]
    step = supervised(nn.CrossEntropyLoss())

    def stop(model: nn.Module, batch: Batch) -> Any:
        count[0] += 1
        if count[0] == 6:
            raise StopError
        return step(model, batch)

    return stop


def interrupted(folder: Path) -> Tensor:
    """Stop a run, whose folder is gone on with elsewhere; make a whole one."""
    resume(folder / "copy", until_six(), StopError)
    step = supervised(nn.CrossEntropyLoss())
    return resume(folder / "whole", step, StopError)


def with_dropout(folder: Path) -> list[Tensor]:
    """Return the weights of a whole run, and of one that was interrupted."""
    step = supervised(nn.CrossEntropyLoss())
    whole = resume(folder / "never stopped", step, StopError, dropout=0.5)
    resume(folder / "stopped", until_six(), StopError, dropout=0.5)
    again = resume(folder / "stopped", step, StopError, dropout=0.5)
    return [whole, again]


def resume(
    folder: Path, step: Any, expected: type[Exception], dropout: float = 0.0
) -> Tensor:
    model = model_without_batch_norm(dropout)
    seed_everything(4)
    trainer = Trainer(model, step, adamw(model))
    with suppress(expected):
        trainer.fit(
            with_generator(23, 7),  # several processes draw from it at once
            epochs=3,
            metrics={"accuracy": accuracy},
            checkpoints=Checkpoints(folder, every=1),
        )
    return torch.cat([p.detach().flatten() for p in model.parameters()])


def failures() -> dict[str, str]:
    """Return how errors end that only one process meets."""
    found = {}
    x = torch.zeros(4, FEATURES)
    x[3] = torch.nan  # in the second half
    data = TensorDataset(x.double(), torch.zeros(4, dtype=torch.long))
    model = model_without_batch_norm()
    try:
        build(model).fit(DataLoader(data, 4), epochs=1)
    except NonFiniteLossError as error:
        found["nan"] = str(error)

    def broken(preds: Tensor, targets: Tensor) -> float:
        raise ValueError("no such metric")

    try:
        build(net()).evaluate(batches(8, 4), {"broken": broken})
    except ValueError as error:
        found["metric"] = str(error)
    try:
        build(net()).fit(batches(8, 4), epochs=1)
    except ValueError as error:
        found["norm"] = str(error)
    return found


def main(folder: Path) -> None:
    """Do all of it, and save the results."""
    torch.set_num_threads(1)
    results: dict[str, Any] = {}
    for name, case in cases().items():
        results[name] = train(**case)
    results["seen"] = seen_rows()
    results["failures"] = failures()
    results["interrupted"] = interrupted(folder)
    results["dropout"] = with_dropout(folder)
    if (folder / "from one").exists():
        step = supervised(nn.CrossEntropyLoss())
        results["from one"] = resume(folder / "from one", step, KeyError)
    print("printed once")
    if is_main_process():
        torch.save(results, folder / "results.pt")


def main_as_rank(rank: int, port: int, folder: Path) -> None:
    """Do it as one of two processes, with the variables that torchrun sets.

    What it prints goes to a file in the folder.
    """
    os.environ |= {
        "RANK": str(rank),
        "LOCAL_RANK": str(rank),
        "WORLD_SIZE": "2",
        "MASTER_ADDR": "localhost",
        "MASTER_PORT": str(port),
    }
    with (folder / f"printed-{rank}.txt").open("w") as printed:
        with redirect_stdout(printed):
            main(folder)
        torch.distributed.destroy_process_group()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
