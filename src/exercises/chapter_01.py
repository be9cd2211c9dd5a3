"""Chapter 1: the loop, evaluation, losses, metrics, splits, a small project.

The references are written in NumPy, apart from PyTorch's own layers.
"""

from typing import Any

import numpy as np

from exercises.changed import changed
from exercises.scored import has_shape
from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Exercise, Mistake, Question

Array = np.ndarray[Any, Any]
RATE = 0.5


def _softmax(scores: Array) -> Array:
    powers = np.exp(scores - scores.max(1, keepdims=True))
    shares: Array = powers / powers.sum(1, keepdims=True)
    return shares


def _cross_entropy(scores: Array, y: Array) -> float:
    return float(-np.log(_softmax(scores)[np.arange(len(y)), y]).mean())


# 1.1: a training step


def _ask_step(rng: np.random.Generator) -> Question:
    return {
        "weight": rng.normal(size=(3, 4)).astype("float32"),
        "x": rng.normal(size=(3, 8, 4)).astype("float32"),
        "y": rng.integers(0, 3, size=(3, 8)),
    }


def _use_step(answer: Any, weight: Array, x: Array, y: Array) -> Any:
    import torch

    model = torch.nn.Linear(4, 3, bias=False)
    model.load_state_dict({"weight": torch.tensor(weight)})
    optimizer = torch.optim.SGD(model.parameters(), lr=RATE)
    pairs = zip(to_tensor(x), to_tensor(y), strict=True)
    losses = [float(given(answer(model, optimizer, *pair))) for pair in pairs]
    return {"losses": losses, "weight": to_plain(model.weight)}


def _steps(
    weight: Array,
    x: Array,
    y: Array,
    keep: float = 0.0,
    rate: float = RATE,
    twice: bool = False,
) -> Question:
    """Take one step per batch; `keep` is the share of old gradient kept."""
    weight, grad, losses = weight.astype(float), np.zeros((3, 4)), []
    for rows, labels in zip(x.astype(float), y, strict=True):
        scores = rows @ weight.T
        wanted = np.eye(3)[labels]
        shares = _softmax(scores)
        if twice:
            losses.append(_cross_entropy(shares, labels))
            slope = _softmax(shares) - wanted
            mixed = (slope * shares).sum(1, keepdims=True)
            slope = shares * (slope - mixed)
        else:
            losses.append(_cross_entropy(scores, labels))
            slope = shares - wanted
        grad = keep * grad + slope.T @ rows / len(rows)
        weight = weight - rate * grad
    return {"losses": losses, "weight": weight}


STEP = Exercise(
    key="1.1",
    section="01_fundamentals#the-training-loop-in-five-steps",
    hints=(
        "Say the five steps aloud. Which one is missing, or out of place?",
        "backward() adds to .grad; only the optimizer changes the weights.",
        "Forget old gradients, predict, measure, go backward, update; the "
        "number to return is the loss that you measured.",
    ),
    ask=_ask_step,
    use=_use_step,
    expected=_steps,
    mistakes=(
        Mistake(
            "no zero_grad",
            "gradients of earlier batches are still there when you step",
            lambda **q: _steps(**q, keep=1.0),
        ),
        Mistake(
            "no step",
            "the weights did not move",
            lambda **q: _steps(**q, rate=0.0),
        ),
        Mistake(
            "softmax first",
            "the scores went through softmax twice: the loss has one inside",
            lambda **q: _steps(**q, twice=True),
        ),
    ),
)

# 1.2: a planted bug in an evaluation


def _ask_evaluate(rng: np.random.Generator) -> Question:
    return {
        "mean": rng.normal(size=4).astype("float32"),
        "x": (rng.normal(size=(30, 4)) + rng.normal(size=4)).astype("float32"),
        "y": rng.integers(0, 4, size=30),
    }


def _use_evaluate(answer: Any, mean: Array, x: Array, y: Array) -> Any:
    import torch

    model = torch.nn.Sequential(torch.nn.BatchNorm1d(4))
    model[0].running_mean = torch.tensor(mean)
    model.train()
    share = answer(model, to_tensor(x), to_tensor(y))
    return {"accuracy": float(share), "training": model.training}


def _evaluated(
    mean: Array,
    x: Array,
    y: Array,
    batch: bool = False,
    training: bool = True,
    factor: float = 1.0,
) -> Question:
    scores = (x - x.mean(0)) / x.std(0) if batch else x - mean
    share = float((scores.argmax(1) == y).mean())
    return {"accuracy": factor * share, "training": training}


EVALUATE = Exercise(
    key="1.2",
    section="01_fundamentals#what-goes-wrong-when-a-step-is-left-out",
    hints=(
        "Would the model give the same answer to a picture on its own?",
        "Some layers act in another way while training; a model can be told "
        "which of the two it is doing.",
        "Switch the model before predicting, and back again afterwards.",
    ),
    ask=_ask_evaluate,
    use=_use_evaluate,
    expected=_evaluated,
    mistakes=(
        Mistake(
            "no eval",
            "the model still behaves as in training while you measure it",
            lambda **q: _evaluated(**q, batch=True),
        ),
        Mistake(
            "not back",
            "after measuring, the model is not ready to train again",
            lambda **q: _evaluated(**q, training=False),
        ),
        Mistake(
            "a count",
            "that is how many are right, not which share",
            lambda **q: _evaluated(**q, factor=len(q["y"])),
        ),
    ),
)

# 1.3: a loss for each question


def _ask_losses(rng: np.random.Generator) -> Question:
    return {
        "scores": rng.normal(size=(6, 5)).astype("float32"),
        "labels": rng.integers(0, 5, size=6),
        "logits": rng.normal(size=6).astype("float32"),
        "yes": rng.integers(0, 2, size=6).astype("float32"),
        "amounts": rng.normal(size=6).astype("float32"),
        "wanted": rng.normal(size=6).astype("float32"),
    }


def _use_losses(answer: Any, **question: Array) -> Any:
    q = {name: to_tensor(value) for name, value in question.items()}
    return {
        "which": float(given(answer["which"])(q["scores"], q["labels"])),
        "yes or no": float(given(answer["yes or no"])(q["logits"], q["yes"])),
        "how much": float(given(answer["how much"])(q["amounts"], q["wanted"])),
    }


def _losses(change: str = "", **q: Array) -> Question:
    scores, logits = q["scores"].astype(float), q["logits"].astype(float)
    gap = q["amounts"].astype(float) - q["wanted"]
    if change == "softmax":
        scores = _softmax(scores)
    if change == "sigmoid":
        logits = 1 / (1 + np.exp(-logits))
    yes_or_no = np.logaddexp(0, logits) - q["yes"] * logits
    much = np.abs(gap) if change == "absolute" else gap**2
    return {
        "which": _cross_entropy(scores, q["labels"]),
        "yes or no": float(yes_or_no.mean()),
        "how much": float(much.mean()),
    }


LOSSES = Exercise(
    key="1.3",
    section="01_fundamentals#choosing-the-loss",
    hints=(
        "What comes out of the model in each case: scores, or probabilities?",
        "The losses for classes take raw scores and squash them themselves.",
        "Look up the table of the section: a loss module for one of many, "
        "one with 'Logits' in its name, one that squares.",
    ),
    ask=_ask_losses,
    use=_use_losses,
    expected=_losses,
    mistakes=(
        Mistake(
            "softmax",
            "'which' squashes the scores before a loss that does it too",
            changed(_losses, "softmax"),
        ),
        Mistake(
            "sigmoid",
            "'yes or no' squashes the scores before a loss that does it too",
            changed(_losses, "sigmoid"),
        ),
        Mistake(
            "absolute",
            "'how much' must punish one large error more than two small ones",
            changed(_losses, "absolute"),
        ),
    ),
)

# 1.4: a mean over uneven batches


def _ask_mean(rng: np.random.Generator) -> Question:
    return {
        "losses": rng.uniform(0.5, 3, size=5),
        "sizes": np.append(rng.integers(20, 40, size=4), 3),
    }


MEAN = Exercise(
    key="1.4",
    section="01_fundamentals#the-training-loop-in-five-steps",
    hints=(
        "Does a batch of 3 rows deserve as much say as one of 30?",
        "The mean over rows is the sum over rows, divided by their number.",
        "Turn each batch's mean back into a sum first; divide once, at the "
        "end.",
    ),
    ask=_ask_mean,
    expected=lambda losses, sizes: float(losses @ sizes / sizes.sum()),
    mistakes=(
        Mistake(
            "mean of means",
            "the small last batch counts as much as a full one",
            lambda losses, sizes: float(losses.mean()),
        ),
        Mistake(
            "batches",
            "you divide by the number of batches, not of rows",
            lambda losses, sizes: float(losses @ sizes / len(sizes)),
        ),
        Mistake(
            "last",
            "that is the loss of the last batch alone",
            lambda losses, sizes: float(losses[-1]),
        ),
    ),
)

# 1.5: a split without leakage


def _ask_split(rng: np.random.Generator) -> Question:
    writers = rng.permutation(np.repeat(np.arange(5), 8))
    x = rng.normal(size=(40, 3)) * 2 + writers[:, None]
    held_out = int(rng.integers(5))
    return {"x": x, "writers": writers, "held_out": held_out}


def _split(
    x: Array, writers: Array, held_out: int, change: str = "train"
) -> list[Array]:
    train, test = x[writers != held_out], x[writers == held_out]
    fitted = {"train": train, "all": x, "none": None, "own": train}[change]
    if fitted is None:
        return [train, test]
    mean, spread = fitted.mean(0), fitted.std(0, ddof=1)
    scaled = (train - mean) / spread
    if change == "own":
        mean, spread = test.mean(0), test.std(0, ddof=1)
    return [scaled, (test - mean) / spread]


SPLIT = Exercise(
    key="1.5",
    section="01_fundamentals#the-question-which-digit-is-this",
    hints=(
        "What may you know about the new writer before the test?",
        "The mean and the spread are learned from data, like weights.",
        "Split first. Measure mean and spread on one part only, and use the "
        "same two for both.",
    ),
    ask=_ask_split,
    expected=_split,
    mistakes=(
        Mistake(
            "all rows",
            "mean and spread were measured with the test rows among them",
            changed(_split, "all"),
        ),
        Mistake(
            "own scaler",
            "the test rows are scaled by their own mean and spread",
            changed(_split, "own"),
        ),
        Mistake(
            "not scaled", "the rows are not scaled yet", changed(_split, "none")
        ),
    ),
)

# 1.6: a small project


def _ask_project(rng: np.random.Generator) -> Question:
    return {"names": rng.permutation(10), "seed": int(rng.integers(10**6))}


def _use_project(answer: Any, names: Array, seed: int) -> Any:
    import torch

    from helpers.data import digits

    train, _, test = digits()
    torch.manual_seed(seed)
    model = given(answer(train.x, torch.tensor(names)[train.y]))
    return to_plain(model(test.x))


def _share(reply: Array, names: Array, right: bool = True) -> float:
    from helpers.data import digits

    y = digits()[2].y.numpy()
    return float((reply.argmax(1) == (names[y] if right else y)).mean())


def _below_baseline(reply: Array, names: Array, seed: int) -> bool:
    """Compare with the nearest mean picture of a digit."""
    from helpers.data import digits

    train, _, test = ((part.x.numpy(), part.y.numpy()) for part in digits())
    means = np.stack([train[0][train[1] == k].mean(0) for k in range(10)])
    gaps = ((test[0][:, None] - means) ** 2).sum(2)
    baseline = float((gaps.argmin(1) == test[1]).mean())
    return _share(reply, names) <= baseline


def _wrong_shape(reply: Any, names: Array, seed: int) -> bool:
    from helpers.data import digits

    rows = len(digits()[2].y)
    return not has_shape(reply, rows, 10)


PROJECT = Exercise(
    key="1.6",
    section="01_fundamentals#the-same-loop-as-a-helper",
    hints=(
        "Does the loss on the training rows fall, and for long enough?",
        "A hidden layer with a ReLU, and an optimizer with a fitting rate.",
        "A hundred steps over all rows with Adam are enough for a small "
        "network.",
    ),
    ask=_ask_project,
    use=_use_project,
    mistakes=(
        Mistake(
            "shape",
            "the model must give ten scores a row: (batch, 10)",
            _wrong_shape,
        ),
        Mistake(
            "by heart",
            "the model ignores the labels it is given in y",
            lambda reply, names, seed: (
                _share(reply, names, right=False) > 0.6
                and _share(reply, names) < 0.5
            ),
        ),
        Mistake(
            "chance",
            "the model has not learned: it is near to guessing",
            lambda reply, names, seed: _share(reply, names) < 0.3,
        ),
        Mistake(
            "baseline",
            "it has learned, but the nearest mean picture does better",
            _below_baseline,
        ),
    ),
    rounds=1,
)

EXERCISES = {
    exercise.key: exercise
    for exercise in (STEP, EVALUATE, LOSSES, MEAN, SPLIT, PROJECT)
}
