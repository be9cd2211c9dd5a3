"""Exercises 15.3, 15.5, 15.7: a schedule, clipping, accumulated gradients.

The references know the curves, norms and gradients by formula.
"""

from typing import Any

import numpy as np

from exercises.changed import changed
from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Exercise, Mistake, Question

Array = np.ndarray[Any, Any]

# 15.3: warm-up and cosine


def _ask_schedule(rng: np.random.Generator) -> Question:
    return {
        "highest": [float(rate) for rate in 10 ** rng.uniform(-3, -1, 2)],
        "updates": int(rng.integers(40, 80)),
        "warm": int(rng.integers(4, 9)),
        "low": float(rng.uniform(0.05, 0.2)),
    }


def _use_schedule(
    answer: Any, highest: list[float], updates: int, warm: int, low: float
) -> Any:
    import torch

    groups = [
        {"params": [torch.zeros(1, requires_grad=True)], "lr": rate}
        for rate in highest
    ]
    sgd = torch.optim.SGD(groups)
    schedule = given(answer(sgd, updates, warm, low))
    rates = []
    for _ in range(updates):
        rates.append([float(group["lr"]) for group in sgd.param_groups])
        sgd.step()
        schedule.step()
    return to_plain(torch.tensor(rates))


def _schedule(
    highest: list[float], updates: int, warm: int, low: float, change: str = ""
) -> Array:
    """Interpolate between the three corners; bend the second side."""
    place = np.arange(updates, dtype=float)
    top, end = warm - 1, updates - 1
    if change == "late":
        top, end = warm, updates
    if change == "jump":
        top = 0
    done = np.interp(place, [top, end], [0, 1])
    bent = done if change == "line" else (1 - np.cos(np.pi * done)) / 2
    falls = 1 - (1 - (0 if change == "zero" else low)) * bent
    first = 0 if change == "nothing" else 1
    rises = (place + first) / (warm - 1 + first)
    shares = np.where(place < warm, rises, falls)
    rates: Array = shares[:, None] * highest
    if change == "squared":
        rates = rates * highest
    return rates


SCHEDULE = Exercise(
    key="15.3",
    section="15_practice#schedules",
    hints=(
        "Write down the share for update 0, for the last of the warm-up, and "
        "for the very last update.",
        "LambdaLR multiplies each group's own rate by the share that your "
        "function returns. How far has the cosine come: 0 at the last update "
        "of the warm-up, 1 at the last of all.",
        "Count how many updates lie behind the end of the warm-up, divide by "
        "how many lie there in all; half of one plus the cosine then goes "
        "from 1 to 0, and must be squeezed to end at the low share.",
    ),
    ask=_ask_schedule,
    use=_use_schedule,
    expected=_schedule,
    mistakes=(
        Mistake(
            "late",
            "the cosine starts or ends an update late: the last one does not "
            "reach the lowest rate",
            changed(_schedule, "late"),
        ),
        Mistake(
            "nothing",
            "the first update has a rate of zero: it does nothing",
            changed(_schedule, "nothing"),
        ),
        Mistake(
            "zero",
            "it falls to zero, below the lowest rate",
            changed(_schedule, "zero"),
        ),
        Mistake(
            "jump",
            "there is a jump where the warm-up ends: the cosine has been "
            "falling all the while",
            changed(_schedule, "jump"),
        ),
        Mistake(
            "line",
            "the second part falls in a line, not along a cosine",
            changed(_schedule, "line"),
        ),
        Mistake(
            "squared",
            "the share must not hold the rate: it gets multiplied twice",
            changed(_schedule, "squared"),
        ),
    ),
)

# 15.5: clip what learns

SHAPES = ((4, 6), (6,), (3, 2, 2), (1,))


def _ask_clip(rng: np.random.Generator) -> Question:
    grads: list[Any] = [3 * rng.normal(size=shape) for shape in SHAPES]
    grads.insert(int(rng.integers(len(grads))), None)
    rng.shuffle(grads)
    return {"grads": grads, "limit": float(rng.uniform(0.5, 2))}


def _lengths(grads: list[Any], limit: float) -> tuple[float, float]:
    """Return factors that make gradients long and short."""
    norm = np.sqrt(sum((g**2).sum() for g in grads if g is not None))
    return 1.0, float(0.4 * limit / norm)


def _use_clip(answer: Any, grads: list[Any], limit: float) -> Any:
    import torch

    found = []
    for factor in _lengths(grads, limit):
        parameters = []
        for g in grads:
            learns = g is not None
            size = g.shape if learns else (3, 3)
            one = torch.nn.Parameter(torch.ones(size).double(), learns)
            one.grad = to_tensor(g * factor) if learns else None
            parameters.append(one)
        norm = float(given(answer(parameters, limit)))
        clipped = [to_plain(p.grad) for p in parameters]
        found.append({"norm": norm, "grads": clipped})
    return found


def _clip_once(grads: list[Any], limit: float, change: str) -> Question:
    there = [g for g in grads if g is not None]
    lengths = np.array([np.linalg.norm(g) for g in there])
    norm = np.hypot.reduce(lengths)
    told = norm
    if change == "sum":
        told = norm = lengths.sum()
    factor = limit / norm if change == "always" else min(1.0, limit / norm)
    if change == "after":
        told = norm * factor
    clipped: list[Any] = []
    for g in grads:
        if g is None:
            clipped.append(None)
        elif change == "value":
            clipped.append(g.clip(-limit, limit))
        elif change == "each":
            clipped.append(g * min(1.0, limit / np.linalg.norm(g)))
        else:
            clipped.append(g * factor)
    return {"norm": float(told), "grads": clipped}


def _clip(grads: list[Any], limit: float, change: str = "") -> list[Question]:
    return [
        _clip_once(
            [None if g is None else g * factor for g in grads], limit, change
        )
        for factor in _lengths(grads, limit)
    ]


CLIP = Exercise(
    key="15.5",
    section="15_practice#gradient-clipping",
    hints=(
        "One factor for all. Which parameters have a gradient at all?",
        "The common norm is the root of the sum of all squares, over all "
        "tensors. Frozen parameters have no gradient, and stay so.",
        "Collect the gradients that are there, measure them as if they were "
        "one long row, and multiply each in place by the same number, which "
        "is never above one.",
    ),
    ask=_ask_clip,
    use=_use_clip,
    expected=_clip,
    mistakes=(
        Mistake(
            "each",
            "each tensor is clipped on its own: the direction changes",
            changed(_clip, "each"),
        ),
        Mistake(
            "value",
            "single numbers are cut off: that is clipping by value",
            changed(_clip, "value"),
        ),
        Mistake(
            "always",
            "short gradients are made longer: that is normalising",
            changed(_clip, "always"),
        ),
        Mistake(
            "after",
            "you return the norm after clipping; asked for is the one before",
            changed(_clip, "after"),
        ),
        Mistake(
            "sum",
            "norms of tensors do not add up; their squares do",
            changed(_clip, "sum"),
        ),
    ),
)

# 15.7: planted bugs in accumulation

RATE = 0.02


def _ask_accumulate(rng: np.random.Generator) -> Question:
    sizes = rng.permutation([2, 9, 4, 6, 3, 8, 5, 1])
    hidden = rng.normal(size=(3, 1))
    x = [rng.normal(size=(size, 3)) + 1 for size in sizes]
    return {
        "x": x,
        "y": [one @ hidden + rng.normal(size=(len(one), 1)) for one in x],
        "start": rng.normal(size=3),
        "group": 3,
    }


def _use_accumulate(
    answer: Any, x: list[Array], y: list[Array], start: Array, group: int
) -> Any:
    import torch

    model = torch.nn.Linear(3, 1, bias=False).double()
    model.weight.data.copy_(to_tensor(start))
    rows = []
    model.register_forward_pre_hook(
        lambda _, inputs: rows.append(len(inputs[0]))
    )
    batches = [(to_tensor(a), to_tensor(b)) for a, b in zip(x, y, strict=True)]
    sgd = torch.optim.SGD(model.parameters(), RATE)
    answer(model, batches, sgd, group)
    weights = to_plain(model.weight[0])
    return {"weights": weights, "largest batch": max(rows, default=0)}


def _shares(sizes: list[int], group: int, change: str) -> list[float]:
    """Return what each batch of a group counts in its update."""
    if change in ("means", "last batch"):
        return [1 / len(sizes)] * len(sizes)
    if change in ("group", "stub"):
        return [1 / group] * len(sizes)
    if change == "sum":
        return [1.0] * len(sizes)
    return [size / sum(sizes) for size in sizes]


def _accumulate(
    x: list[Array],
    y: list[Array],
    start: Array,
    group: int,
    change: str = "",
) -> Question:
    weights, grad = start.copy(), np.zeros(3)
    step = 1 if change == "one by one" else group
    for first in range(0, len(x), step):
        part = range(first, min(first + step, len(x)))
        if change in ("left over", "stub") and len(part) < step:
            break
        sizes = [len(x[k]) for k in part]
        if change != "never zero":
            grad = np.zeros(3)
        shares = _shares(sizes, group, change)
        for k, share in zip(part, shares, strict=True):
            gap = x[k] @ weights - y[k][:, 0]
            if change == "last batch":
                grad = np.zeros(3)
            grad = grad + share * 2 * gap @ x[k] / len(gap)
        weights = weights - RATE * grad
    most = max(len(one) for one in x)
    if change == "at once":
        places = range(0, len(x), group)
        most = max(sum(len(one) for one in x[k : k + group]) for k in places)
    return {"weights": weights, "largest batch": most}


ACCUMULATE = Exercise(
    key="15.7",
    section="15_practice#gradient-accumulation",
    hints=(
        "Write down what a row of a small batch counts, and what one of a "
        "large batch. And what becomes of the last two batches?",
        "The gradient of a mean over all rows is a sum in which each batch "
        "counts by its rows. What is left at the end makes an update too.",
        "Take the batches in groups; count the rows of a group first; each "
        "batch's loss counts its own rows divided by these; one update at "
        "the end of each group, however short it is.",
    ),
    ask=_ask_accumulate,
    use=_use_accumulate,
    expected=_accumulate,
    mistakes=(
        Mistake(
            "stub",
            "both faults are still in it",
            changed(_accumulate, "stub"),
        ),
        Mistake(
            "means",
            "a mean of means: a batch of one row counts as much as a large one",
            changed(_accumulate, "means"),
        ),
        Mistake(
            "group",
            "a mean of means, and the last, shorter group counts too little",
            changed(_accumulate, "group"),
        ),
        Mistake(
            "left over",
            "the batches at the end, too few for a group, are never used",
            changed(_accumulate, "left over"),
        ),
        Mistake(
            "last batch",
            "only the last batch of each group counts: the gradients of the "
            "others are wiped out",
            changed(_accumulate, "last batch"),
        ),
        Mistake(
            "never zero",
            "an old gradient is still there when a new group begins",
            changed(_accumulate, "never zero"),
        ),
        Mistake(
            "one by one",
            "there is an update after each batch",
            changed(_accumulate, "one by one"),
        ),
        Mistake(
            "sum",
            "the gradients of means are added up, not averaged",
            changed(_accumulate, "sum"),
        ),
        Mistake(
            "at once",
            "the weights are right, but a whole group goes through the model "
            "at once: that saves no memory",
            changed(_accumulate, "at once"),
        ),
    ),
)
