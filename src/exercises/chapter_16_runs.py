"""Exercises 16.3 and 16.4: the newest whole checkpoint, a run that goes on.

What a resumed run should give is computed by a run that was never stopped.
"""

import hashlib
import io
import pickle
import tempfile
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from exercises.changed import changed
from grading.adapters import given, to_plain
from grading.exercise import Exercise, Mistake, Question

# 16.3: planted bugs in the search for a checkpoint

FOLDERS = ("numbers", "half", "unsigned", "damaged", "empty", "nothing whole")
STOPPED = "stopped"


def _ask_newest(rng: np.random.Generator) -> Question:
    step = int(rng.integers(3, 9))
    last = int(rng.integers(100 // step + 1, 190 // step)) * step
    return {
        "updates": [step, 9 * step, 10 * step + 10, last + 20],
        "order": np.append(3, rng.permutation(3)),  # newest first
        "seed": int(rng.integers(10**6)),
    }


def _write(folder: Path, kind: str, updates: list[int], seed: int) -> None:
    """Write checkpoints, of which the newest is not in order."""
    rng = np.random.default_rng(seed)
    newest = max(updates, default=0)
    for update in updates:
        bad = kind if update == newest else ""
        partial = ".partial" if bad == "half" else ""
        place = folder / f"checkpoint-{update}{partial}"
        place.mkdir()
        content = rng.bytes(300)
        if bad != "unsigned":
            digits = hashlib.sha256(content).hexdigest()
            (place / "sha256.txt").write_text(digits + "\n")
        if bad == "damaged":
            content = content[:-1] + bytes([content[-1] ^ 255])
        (place / "model.bin").write_bytes(content)


def _use_newest(
    answer: Any, updates: list[int], order: Any, seed: int
) -> dict[str, Any]:
    """Ask for the newest in each kind of folder."""
    found: dict[str, Any] = {}
    mixed = [updates[place] for place in order]
    there = {"empty": [], "nothing whole": [updates[0]]}
    for kind in FOLDERS:
        damage = "damaged" if kind == "nothing whole" else kind
        with tempfile.TemporaryDirectory() as name:
            _write(Path(name), damage, there.get(kind, mixed), seed)
            try:
                found[kind] = answer(Path(name))
            except (ValueError, LookupError, OSError):
                found[kind] = STOPPED
            except (TypeError, AttributeError) as error:
                found[kind] = f"{STOPPED} {error}"
    plain: dict[str, Any] = to_plain(found)
    return plain


def _newest(updates: list[int], order: Any, seed: int) -> dict[str, str | None]:
    old, new = (f"checkpoint-{n}" for n in sorted(updates)[-2:])
    return {
        "numbers": new,
        "half": old,
        "unsigned": old,
        "damaged": old,
        "empty": None,
        "nothing whole": None,
    }


def _wrong_in(*kinds: str) -> Any:
    """Return a test: whether a reply is wrong for one of these folders."""

    def test(reply: Any, **question: Any) -> bool:
        wanted = _newest(**question)
        return any(reply[kind] != wanted[kind] for kind in kinds)

    return test


NEWEST = Exercise(
    key="16.3",
    section="16_production#a-folder-of-checkpoints",
    hints=(
        "Sort the names checkpoint-8 and checkpoint-104 in your head, as "
        "words. Then think of a folder without any.",
        "What is newest is told by the number, not by the word; what is whole "
        "is told by its name and by its SHA-256.",
        "Go through the folders: leave out names that do not end in a number, "
        "those without digits, and those whose digits are not those of the "
        "bytes; keep the number of the rest, and see whether there is a rest.",
    ),
    ask=_ask_newest,
    use=_use_newest,
    mistakes=(
        Mistake(
            "words",
            "it is not the one with the most updates: names are sorted as "
            "words, numbers are not",
            _wrong_in("numbers"),
        ),
        Mistake(
            "half-written",
            "a checkpoint that was not written to its end stops it, or is "
            "taken for a whole one: look at the names",
            _wrong_in("half"),
        ),
        Mistake(
            "unsigned",
            "a checkpoint without its digits stops it, or is taken for a "
            "whole one",
            _wrong_in("unsigned"),
        ),
        Mistake(
            "damaged",
            "a checkpoint in which a byte has changed is taken for a whole one",
            _wrong_in("damaged"),
        ),
        Mistake(
            "empty",
            "where there is no checkpoint, it must return None: every new run "
            "starts that way",
            _wrong_in("empty"),
        ),
        Mistake(
            "nothing whole",
            "where no checkpoint is whole, it must return None",
            _wrong_in("nothing whole"),
        ),
    ),
)

# 16.4: a run that goes on

EPOCHS, HALF = 6, 3


@dataclass
class Run:
    """A run: all that takes part in the training of a tiny network.

    Attributes
    ----------
    model, adam, schedule
        The network, its optimizer, and the schedule of the learning rate.
    order
        The ``torch.Generator`` that draws the order of the rows.
    epoch
        Epochs so far.
    """

    model: Any
    adam: Any
    schedule: Any
    order: Any
    epoch: int = 0


def new_run(seed: int) -> Run:
    """Build a run that has not begun.

    It computes in float64, and has no bias before the batch normalisation,
    whose gradient would be nothing but rounding: Adam makes steps of any
    gradient, and two processes do not round alike.
    """
    import torch
    from torch import nn

    torch.manual_seed(seed)
    model = nn.Sequential(
        nn.Linear(4, 8, bias=False), nn.BatchNorm1d(8), nn.ReLU(),
        nn.Dropout(0.3), nn.Linear(8, 1),
    ).double()  # fmt: skip
    adam = torch.optim.AdamW(model.parameters(), lr=0.03)
    schedule = torch.optim.lr_scheduler.StepLR(adam, 7, 0.5)
    return Run(model, adam, schedule, torch.Generator().manual_seed(seed))


def go_on(run: Run, x: Any, y: Any, epochs: int) -> None:
    """Train until so many epochs are done."""
    import torch

    while run.epoch < epochs:
        for rows in torch.randperm(len(x), generator=run.order).split(8):
            loss = (run.model(x[rows])[:, 0] - y[rows]).square().mean()
            run.adam.zero_grad()
            loss.backward()
            run.adam.step()
            run.schedule.step()
        run.epoch += 1


def outcome(run: Run) -> dict[str, Any]:
    """Return what can be compared of a run."""
    parts = {
        name: tensor.double() for name, tensor in run.model.state_dict().items()
    }
    plain: dict[str, Any] = to_plain({"epochs": run.epoch, **parts})
    return plain


def _ask_resume(rng: np.random.Generator) -> Question:
    x = rng.normal(size=(40, 4))
    return {
        "x": x,
        "y": np.sin(2 * x[:, 0]) + x[:, 1],
        "seed": int(rng.integers(10**6)),
    }


def _stopped(save: Any, restore: Any, x: Any, y: Any, seed: int) -> Any:
    """Train half, save, and let another run go on from the file."""
    import torch

    x, y = torch.tensor(x), torch.tensor(y)
    run = new_run(seed)
    states = []
    for epoch in range(1, HALF + 2):  # what is saved must not go on with it
        go_on(run, x, y, epoch)
        states.append(given(save(run)))
    file = io.BytesIO()
    try:
        torch.save(states[HALF - 1], file)
        file.seek(0)
        state = torch.load(file, weights_only=True)
    except (pickle.PickleError, AttributeError):
        return "not plain"
    fresh = new_run(seed + 1)
    restore(fresh, state)
    go_on(fresh, x, y, EPOCHS)
    return outcome(fresh)


def _use_resume(answer: Any, x: Any, y: Any, seed: int) -> Any:
    save, restore = given(answer)
    return _stopped(save, restore, x, y, seed)


def _whole(x: Any, y: Any, seed: int) -> dict[str, Any]:
    """Return the outcome of a run that was never stopped."""
    import torch

    run = new_run(seed)
    go_on(run, torch.tensor(x), torch.tensor(y), EPOCHS)
    return outcome(run)


def _resumed(x: Any, y: Any, seed: int, change: set[str]) -> Any:
    """Return the outcome of a run of whose state some parts were lost."""
    import torch

    def save(run: Run) -> dict[str, Any]:
        state = {
            name: getattr(run, name).state_dict()
            for name in ("model", "adam", "schedule")
        }
        if "buffers" in change:
            own = dict(run.model.named_parameters())
            state["model"] = {name: own[name].data for name in own}
        kept = state if "alias" in change else deepcopy(state)
        numbers = torch.get_rng_state(), run.order.get_state()
        return {**kept, "numbers": numbers, "epoch": run.epoch}

    def restore(run: Run, state: dict[str, Any]) -> None:
        for name in {"model", "adam", "schedule"} - change:
            part = getattr(run, name)
            if name == "model":
                part.load_state_dict(state[name], strict=False)
            else:
                part.load_state_dict(state[name])
        if "order" not in change:
            run.order.set_state(state["numbers"][1])
        if "dropout" not in change:
            torch.set_rng_state(state["numbers"][0])
        if "epoch" not in change:
            run.epoch = state["epoch"]

    return _stopped(save, restore, x, y, seed)


ALL = {"model", "adam", "schedule", "order", "dropout", "epoch"}

RESUME = Exercise(
    key="16.4",
    section="16_production#what-happens-without-each-of-them",
    hints=(
        "Go through the parts of the run: which of them remember something? "
        "And what in the network is drawn at random?",
        "Model, optimizer and schedule have a state_dict, generators a state, "
        "and PyTorch's own random numbers as well. A state_dict shares its "
        "memory with what it was taken from.",
        "torch.get_rng_state and torch.set_rng_state keep what dropout draws "
        "from; copy.deepcopy makes a state that stays as it is; the epoch is a "
        "number.",
    ),
    ask=_ask_resume,
    use=_use_resume,
    expected=_whole,
    mistakes=(
        Mistake(
            "not plain",
            "torch.load with weights_only=True refuses the file: put states "
            "into it, not objects",
            lambda **_: "not plain",
        ),
        Mistake(
            "moved on",
            "what was saved changed while the first run went on: it shares "
            "its memory",
            changed(_resumed, {"alias"}),
        ),
        Mistake(
            "optimizer",
            "the resumed run ends elsewhere: AdamW has forgotten its running "
            "means",
            changed(_resumed, {"adam"}),
        ),
        Mistake(
            "schedule",
            "the resumed run ends elsewhere: the learning rate falls at other "
            "updates",
            changed(_resumed, {"schedule"}),
        ),
        Mistake(
            "order",
            "the resumed run ends elsewhere: it sees the rows in another order",
            changed(_resumed, {"order"}),
        ),
        Mistake(
            "dropout",
            "the resumed run ends elsewhere: dropout draws other numbers",
            changed(_resumed, {"dropout"}),
        ),
        Mistake(
            "both random",
            "the resumed run ends elsewhere: the order of the rows and "
            "dropout draw other numbers",
            changed(_resumed, {"order", "dropout"}),
        ),
        Mistake(
            "epoch",
            "the resumed run trains for too many epochs in all",
            changed(_resumed, {"epoch"}),
        ),
        Mistake(
            "buffers",
            "the running means of the batch normalisation are not those of "
            "the run: they are no parameters",
            changed(_resumed, {"buffers"}),
        ),
        Mistake(
            "weights alone",
            "the weights alone were restored",
            changed(_resumed, ALL - {"model"}),
        ),
        Mistake(
            "nothing",
            "nothing was restored: the run started anew",
            changed(_resumed, ALL),
        ),
    ),
    rounds=2,
    rtol=1e-5,
    atol=1e-7,
)
