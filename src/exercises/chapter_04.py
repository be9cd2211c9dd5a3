"""Chapter 4: rates, frozen averages, preparing, a budget, a temperature.

Grad-CAM is in ``chapter_04_grad_cam``, the project in ``chapter_04_few``.
"""

import math
from typing import Any

import numpy as np

from exercises.changed import changed
from exercises.chapter_04_few import FEW_LABELS
from exercises.chapter_04_grad_cam import GRAD_CAM
from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Exercise, Mistake, Question

Array = np.ndarray[Any, Any]
PARTS = {"blocks": (4, 3), "head": (2, 4)}

# 4.1: a learning rate for each part


def _ask_rates(rng: np.random.Generator) -> Question:
    blocks_lr, head_lr = rng.permutation(rng.choice(range(1, 10), 2, False))
    return {
        "grads": {
            f"{part}.{name}": rng.normal(size=size).astype("float32")
            for part, shape in PARTS.items()
            for name, size in (("weight", shape), ("bias", shape[:1]))
        },
        "blocks_lr": int(blocks_lr) / 100,
        "head_lr": int(head_lr) / 10,
    }


def _use_rates(
    answer: Any, grads: dict[str, Array], blocks_lr: float, head_lr: float
) -> Any:
    import torch

    model = torch.nn.Module()
    for part, (outputs, inputs) in PARTS.items():
        model.add_module(part, torch.nn.Linear(inputs, outputs))
    optimizer = given(answer(model, blocks_lr, head_lr))
    before = {n: p.detach().clone() for n, p in model.named_parameters()}
    for name, parameter in model.named_parameters():
        parameter.grad = to_tensor(grads[name])
    optimizer.step()
    return to_plain(
        {n: before[n] - p.detach() for n, p in model.named_parameters()}
    )


def _moves(
    grads: dict[str, Array],
    blocks_lr: float,
    head_lr: float,
    change: str = "",
) -> Question:
    rates = {"blocks": blocks_lr, "head": head_lr}
    if change in rates:
        rates = dict.fromkeys(rates, rates[change])
    if change == "swapped":
        rates = {"blocks": head_lr, "head": blocks_lr}
    if change == "no blocks":
        rates["blocks"] = 0.0
    if change == "no head":
        rates["head"] = 0.0
    return {n: rates[n.partition(".")[0]] * g for n, g in grads.items()}


RATES = Exercise(
    key="4.1",
    section="04_transfer#fine-tuning-the-last-blocks",
    hints=(
        "Which part starts from good weights, and which from random ones?",
        "An optimizer takes a list of groups; each group has parameters and "
        "may have a rate of its own.",
        "Two dictionaries, each with 'params' and 'lr', in a list: that is "
        "the first argument of SGD.",
    ),
    ask=_ask_rates,
    use=_use_rates,
    expected=_moves,
    atol=1e-4,
    mistakes=(
        Mistake(
            "head's rate for all",
            "the blocks move at the rate of the head and lose what they knew",
            changed(_moves, "head"),
        ),
        Mistake(
            "blocks' rate for all",
            "the head moves at the small rate of the blocks",
            changed(_moves, "blocks"),
        ),
        Mistake(
            "swapped",
            "the two rates have changed places",
            changed(_moves, "swapped"),
        ),
        Mistake(
            "frozen blocks",
            "the optimizer does not know the parameters of the blocks",
            changed(_moves, "no blocks"),
        ),
        Mistake(
            "no head",
            "the optimizer does not know the parameters of the head",
            changed(_moves, "no head"),
        ),
    ),
)

# 4.2: a planted bug: averages that move


def _ask_frozen(rng: np.random.Generator) -> Question:
    return {
        "mean": rng.normal(size=3).astype("float32"),
        "maps": (rng.normal(size=(6, 3, 2, 2)) + 2).astype("float32"),
        "classes": int(rng.integers(2, 12)),
    }


def _use_frozen(answer: Any, mean: Array, maps: Array, classes: int) -> Any:
    import torch

    norm = torch.nn.BatchNorm2d(3)
    norm.running_mean = to_tensor(mean)
    model = answer(torch.nn.Sequential(norm), 3, classes)
    itself = model.train() is model
    training = model.dropout.training
    scores = model(to_tensor(maps))
    model.eval()
    return {
        "returns itself": itself,
        "averages": to_plain(model.blocks[0].running_mean),
        "dropout in training": training,
        "dropout after eval": model.dropout.training,
        "scores": list(scores.shape),
    }


def _frozen(
    mean: Array, maps: Array, classes: int, change: str = ""
) -> Question:
    moved = 0.9 * mean + 0.1 * maps.mean((0, 2, 3))
    return {
        "returns itself": change != "nothing",
        "averages": moved if change == "moved" else mean,
        "dropout in training": change != "never",
        "dropout after eval": change == "always",
        "scores": [len(maps), classes],
    }


FROZEN = Exercise(
    key="4.2",
    section="04_transfer#fine-tuning-the-last-blocks",
    hints=(
        "Which numbers of the blocks change although no gradient says so?",
        "A module's train() also switches its parts; a class may have a "
        "train() of its own, which the loop calls.",
        "Write train(self, mode=True): let the parent do its work, then put "
        "the blocks back, and return what the parent returns.",
    ),
    ask=_ask_frozen,
    use=_use_frozen,
    expected=_frozen,
    mistakes=(
        Mistake(
            "averages move",
            "in training mode the averages of batch normalisation move",
            changed(_frozen, "moved"),
        ),
        Mistake(
            "no dropout",
            "dropout must still work in training: freeze the blocks alone",
            changed(_frozen, "never"),
        ),
        Mistake(
            "always training",
            "after eval() the model still behaves as in training",
            changed(_frozen, "always"),
        ),
        Mistake(
            "returns nothing",
            "train() of a module returns the module itself",
            changed(_frozen, "nothing"),
        ),
    ),
)

# 4.3: pictures as the network saw them


def _ask_prepared(rng: np.random.Generator) -> Question:
    return {
        "x": rng.integers(0, 256, size=(4, 3, 3, 5)).astype("uint8"),
        "mean": rng.uniform(0.3, 0.6, size=3).astype("float32"),
        "std": rng.uniform(0.2, 0.3, size=3).astype("float32"),
        "factor": int(rng.integers(2, 5)),
    }


def _prepared(
    x: Array, mean: Array, std: Array, factor: int, change: str = ""
) -> Array:
    pixels = x if change == "bytes" else x / 255
    if change == "own":
        mean, std = pixels.mean((0, 2, 3)), pixels.std((0, 2, 3), ddof=1)
    if change != "plain":
        pixels = (pixels - mean[:, None, None]) / std[:, None, None]
    if change == "small":
        return pixels
    if change == "tiled":
        return np.tile(pixels, (1, 1, factor, factor))
    large: Array = pixels.repeat(factor, axis=2).repeat(factor, axis=3)
    return large


PREPARED = Exercise(
    key="4.3",
    section="04_transfer#the-same-pictures-another-start",
    hints=(
        "From where to where do the pixels go that the network has seen?",
        "First from bytes to 0 to 1, then minus its mean and divided by its "
        "deviation, for each colour; size is another matter.",
        "Make (3, 1, 1) of mean and std. repeat_interleave repeats each "
        "element along a dimension.",
    ),
    ask=_ask_prepared,
    expected=_prepared,
    atol=1e-4,
    mistakes=(
        Mistake(
            "bytes",
            "mean and std belong to pixels from 0 to 1; yours go to 255",
            changed(_prepared, "bytes"),
        ),
        Mistake(
            "own mean",
            "use the mean and std of the network's pictures, not of these",
            changed(_prepared, "own"),
        ),
        Mistake(
            "not normalised",
            "the pixels are not normalised yet",
            changed(_prepared, "plain"),
        ),
        Mistake(
            "tiled",
            "you lay the picture beside itself; each pixel has to grow",
            changed(_prepared, "tiled"),
        ),
        Mistake(
            "not enlarged",
            "the pictures are as small as before",
            changed(_prepared, "small"),
        ),
    ),
)

# 4.4: a fair budget


def _ask_budget(rng: np.random.Generator) -> Question:
    return {
        "labels": int(rng.integers(100, 1000)),
        "epochs": int(rng.integers(3, 20)),
        "front": float(rng.uniform(60, 120)),
        "top": float(rng.uniform(10, 30)),
        "scratch": float(rng.uniform(1, 3)),
    }


def _budget(
    labels: int,
    epochs: int,
    front: float,
    top: float,
    scratch: float,
    change: str = "",
) -> int:
    through_front = epochs if change == "each epoch" else 1
    if change == "front learns":
        through_front = 3
    if change == "no front":
        through_front = 0
    cost = labels * (through_front * front + 3 * epochs * top)
    exact = cost / (3 * labels * scratch)
    return math.floor(exact) if change == "down" else math.ceil(exact)


BUDGET = Exercise(
    key="4.4",
    section="04_transfer#counting-multiplications",
    hints=(
        "How often does each picture go through each part?",
        "Learning from a picture costs three forward passes; the frozen front "
        "does not learn, and its maps are kept.",
        "Once the front, and three times the top in each epoch; divide by "
        "three times the other network, and round so that it gets no less.",
    ),
    ask=_ask_budget,
    expected=_budget,
    rtol=0,
    atol=0.1,
    mistakes=(
        Mistake(
            "rounded down",
            "the network from scratch gets a little less than the other",
            changed(_budget, "down"),
        ),
        Mistake(
            "front in each epoch",
            "the frozen front sees each picture only once",
            changed(_budget, "each epoch"),
        ),
        Mistake(
            "front learns",
            "the frozen front needs no backward pass",
            changed(_budget, "front learns"),
        ),
        Mistake(
            "no front",
            "the pass through the front belongs to the budget",
            changed(_budget, "no front"),
        ),
    ),
)

# 4.5: a temperature


def _ask_temperature(rng: np.random.Generator) -> Question:
    true = 2 * rng.normal(size=(500, 4))
    labels = (true + rng.gumbel(size=true.shape)).argmax(1)
    factor = rng.choice([0.5, 1.7, 2.3])
    return {
        "scores": (factor * true).astype("float32"),
        "labels": labels,
        "steps": np.linspace(0.3, 3, 28).astype("float32"),
    }


def _log_shares(scores: Array) -> Array:
    scores = scores - scores.max(1, keepdims=True)
    logs: Array = scores - np.log(np.exp(scores).sum(1, keepdims=True))
    return logs


def _temperature(
    scores: Array, labels: Array, steps: Array, change: str = ""
) -> float:
    rows = np.arange(len(labels))
    scores = scores.astype(float)
    if change == "softmax":
        scores = np.exp(_log_shares(scores))
    losses = []
    for step in steps.astype(float):
        scaled = scores * step if change == "times" else scores / step
        losses.append(-_log_shares(scaled)[rows, labels].mean())
    if change == "accuracy":
        return float(steps[0])
    best = np.argmin(losses)
    return float(best) if change == "place" else float(steps[best])


TEMPERATURE = Exercise(
    key="4.5",
    section="04_transfer#can-the-probabilities-be-believed",
    hints=(
        "What does a temperature change, and what does it leave as it is?",
        "Accuracy cannot choose a temperature; the loss can.",
        "For each step: the cross-entropy of the scores divided by it. Return "
        "the step where that is the least.",
    ),
    ask=_ask_temperature,
    expected=_temperature,
    mistakes=(
        Mistake(
            "times",
            "you multiply the scores by the temperature",
            changed(_temperature, "times"),
        ),
        Mistake(
            "accuracy",
            "no temperature changes an answer, so accuracy cannot choose",
            changed(_temperature, "accuracy"),
        ),
        Mistake(
            "softmax",
            "the scores went through softmax before they were divided",
            changed(_temperature, "softmax"),
        ),
        Mistake(
            "place",
            "that is the place among the steps; return the temperature",
            changed(_temperature, "place"),
        ),
    ),
)

EXERCISES = {
    exercise.key: exercise
    for exercise in (
        RATES,
        FROZEN,
        PREPARED,
        BUDGET,
        TEMPERATURE,
        GRAD_CAM,
        FEW_LABELS,
    )
}
