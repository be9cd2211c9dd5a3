"""A run that stops and goes on."""

import io
import pickle
from typing import Any

import numpy as np

from exercises.production.runs import EPOCHS, HALF, go_on, new_run, outcome
from grading.adapters import given
from grading.exercise import Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
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


def _use(answer: Any, x: Any, y: Any, seed: int) -> Any:
    save, restore = given(answer)
    return _stopped(save, restore, x, y, seed)


def _expected(x: Any, y: Any, seed: int) -> dict[str, Any]:
    """Return the outcome of a run that was never stopped."""
    import torch

    run = new_run(seed)
    go_on(run, torch.tensor(x), torch.tensor(y), EPOCHS)
    return outcome(run)


EXERCISE = Exercise(
    section="what-happens-without-each-of-them",
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
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "torch.load with weights_only=True refuses the file: put states "
            "into it, not objects",
            ('"epoch": run.epoch,', '"epoch": run.epoch, "run": run,'),
        ),
        Mistake(
            "what was saved changed while the first run went on: it shares "
            "its memory",
            ("deepcopy(part.state_dict())", "part.state_dict()"),
        ),
        Mistake(
            "the resumed run ends elsewhere: AdamW has forgotten its running "
            "means",
            (
                "parts = run.model, run.adam, run.schedule",
                "parts = run.model, run.schedule",
            ),
        ),
        Mistake(
            "the resumed run ends elsewhere: the learning rate falls at other "
            "updates",
            (
                "parts = run.model, run.adam, run.schedule",
                "parts = run.model, run.adam",
            ),
        ),
        Mistake(
            "the resumed run ends elsewhere: it sees the rows in another order",
            ('run.order.set_state(state["random"][1])', "pass"),
        ),
        Mistake(
            "the resumed run ends elsewhere: dropout draws other numbers",
            ('torch.set_rng_state(state["random"][0])', "pass"),
        ),
        Mistake(
            "the resumed run ends elsewhere: the order of the rows and "
            "dropout draw other numbers",
            (
                'torch.set_rng_state(state["random"][0])\n'
                '    run.order.set_state(state["random"][1])',
                "pass",
            ),
        ),
        Mistake(
            "the resumed run trains for too many epochs in all",
            ('run.epoch = state["epoch"]', "pass"),
        ),
        Mistake(
            "the running means of the batch normalisation are not those of "
            "the run: they are no parameters",
            (
                "part.load_state_dict(saved)",
                "if part is run.model:\n"
                "            for name, own in part.named_parameters():\n"
                "                own.data.copy_(saved[name])\n"
                "        else:\n"
                "            part.load_state_dict(saved)",
            ),
        ),
        Mistake(
            "the weights alone were restored",
            (
                "def restore(run, state):\n",
                "def restore(run, state):\n"
                '    return run.model.load_state_dict(state["parts"][0])\n',
            ),
        ),
        Mistake(
            "nothing was restored: the run started anew",
            (
                "def restore(run, state):\n",
                "def restore(run, state):\n    return\n",
            ),
        ),
    ),
    rounds=2,
    rtol=1e-5,
    atol=1e-7,
)
