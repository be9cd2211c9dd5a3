"""What two processes do in the test of that name; started by torchrun.

Also started alone: the results of both are compared.
"""

import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import torch
from small_runs import CLASSES, FEATURES, Batch, adamw, batches, build, net
from torch import Tensor, nn
from torch.optim import SGD
from torch.utils.data import DataLoader, IterableDataset, TensorDataset

from helpers.checkpoints import Checkpoints
from helpers.device import seed_everything
from helpers.metrics import accuracy
from helpers.tabular import batch_loader
from helpers.training import (
    NonFiniteLossError,
    Trainer,
    is_first_process,
    supervised,
)

WEIGHTED = nn.CrossEntropyLoss(
    weight=torch.tensor([1.0, 4.0, 0.5, 2.0]).double(), ignore_index=0
)


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
        "last batch of one row": {"count": 22, "norm": False},
        "batches of one row": {"count": 5, "batch": 1, "norm": False},
        "own generator": {"loader": with_generator},
        "table": {"loader": table},
        "stream": {"loader": stream, "norm": False},
        "clipped": {"clip_norm": 0.1},
        "accumulated": {"accumulate": 3},
        "weights and ignored labels": {"loss": WEIGHTED},
        # A bias before a normalisation has no gradient but rounding, and Adam
        # makes much of a small gradient: without the normalisation.
        "adamw": {"optimizer": adamw, "norm": False},
    }


def train(
    count: int = 23,
    batch: int = 7,
    loader: Any = plain,
    loss: nn.Module | None = None,
    norm: bool = True,
    optimizer: Any = None,
    **options: Any,
) -> dict[str, Any]:
    """Train twice, and return all that came of it."""
    model = net().double()
    if not norm:
        model[1] = nn.Identity()
    seed_everything(4)
    rule = (optimizer or (lambda m: SGD(m.parameters(), 0.1, 0.9)))(model)
    step = supervised(loss or nn.CrossEntropyLoss())
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

    model = net().double()
    seed_everything(4)
    rule = SGD(model.parameters(), 0.0)
    trainer = Trainer(model, watch, rule)
    trainer.fit(plain(23, 7), epochs=2)
    if trainer.team is None:
        return seen
    parts = zip(*trainer.team.gather(seen), strict=True)
    return [torch.cat(part) for part in parts]


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
    model = net(dropout).double()
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
    data = TensorDataset(x, torch.zeros(4, dtype=torch.long))
    try:
        build(net()).fit(DataLoader(data, 4), epochs=1)
    except NonFiniteLossError as error:
        found["nan"] = str(error)

    def broken(preds: Tensor, targets: Tensor) -> float:
        raise ValueError("no such metric")

    try:
        build(net()).evaluate(batches(8, 4), {"broken": broken})
    except ValueError as error:
        found["metric"] = str(error)
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
    if is_first_process():
        torch.save(results, folder / "results.pt")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
