"""Chapter 3: a convolution, shapes, normalising, mirrors, classes, mistakes.

The project, a network for photographs, is in ``chapter_03_photographs``.
"""

from typing import Any

import numpy as np

from exercises.changed import changed
from exercises.chapter_03_mirrors import MIRROR
from exercises.chapter_03_photographs import PHOTOGRAPHS
from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Exercise, Mistake, Question

Array = np.ndarray[Any, Any]
Layer = dict[str, Any]

# 3.1: a convolution by hand


def _ask_convolution(rng: np.random.Generator) -> Question:
    side, inputs, outputs = (int(size) for size in rng.integers(2, 5, size=3))
    w = rng.normal(size=(outputs, inputs, side, side))
    return {
        "x": rng.normal(size=(inputs, 9, 7)).astype("float32"),
        "w": w.astype("float32"),
        "b": rng.normal(size=outputs).astype("float32"),
        "step": int(rng.integers(2, 4)),
    }


def _convolved(
    x: Array, w: Array, b: Array, step: int, change: str = ""
) -> Array:
    if change == "turned":
        w = w[..., ::-1, ::-1]
    if change == "one colour":
        x = np.concatenate([x[:1], 0 * x[1:]])
    sides = w.shape[2:]
    patches = np.lib.stride_tricks.sliding_window_view(x, sides, axis=(1, 2))
    if change != "step":
        patches = patches[:, ::step, ::step]
    out: Array = np.einsum("ihwkl,oikl->ohw", patches, w)
    return out if change == "no bias" else out + b[:, None, None]


CONVOLUTION = Exercise(
    key="3.1",
    section="03_cnn#a-convolution-by-hand",
    hints=(
        "Begin with one filter at one place: which numbers meet which?",
        "At each place a filter is multiplied with a patch of all channels, "
        "and everything is added up; then the patch moves on by the step.",
        "Two loops over the places of the output; the patch begins at the "
        "place times the step. Add the bias of each filter.",
    ),
    ask=_ask_convolution,
    expected=_convolved,
    atol=1e-4,
    mistakes=(
        Mistake(
            "no bias", "a bias is still missing", changed(_convolved, "no bias")
        ),
        Mistake(
            "turned",
            "the filters are turned round before they are put on the picture",
            changed(_convolved, "turned"),
        ),
        Mistake(
            "step",
            "the filter moves on by one place each time, not by the step",
            changed(_convolved, "step"),
        ),
        Mistake(
            "one colour",
            "only the first channel reaches the output",
            changed(_convolved, "one colour"),
        ),
    ),
)

# 3.2: follow the shapes


def _ask_shapes(rng: np.random.Generator) -> Question:
    layers: list[Layer] = []
    for _ in range(3):
        kernel = int(rng.choice([3, 5]))
        layers.append(
            {
                "kind": "conv",
                "out": int(rng.integers(4, 20)),
                "kernel": kernel,
                "padding": int(rng.integers(1, kernel // 2 + 1)),
            }
        )
        layers.append({"kind": "pool", "size": int(rng.integers(2, 4))})
    return {"layers": layers, "side": int(2 * rng.integers(35, 45) + 1)}


def _shapes(
    layers: list[Layer], side: int, change: str = ""
) -> list[list[int]]:
    channels, found = 3, []
    for layer in layers:
        parameters = 0
        if layer["kind"] == "pool":
            up = layer["size"] - 1 if change == "round" else 0
            side = (side + up) // layer["size"]
        else:
            frame = layer["padding"] * (1 if change == "frame" else 2)
            side = side + frame - layer["kernel"] + 1
            inputs = 1 if change == "inputs" else channels
            weights = inputs * layer["kernel"] ** 2
            bias = change != "no bias"
            parameters = layer["out"] * (weights + bias)
            channels = layer["out"]
        found.append([channels, side, parameters])
    return found


SHAPES = Exercise(
    key="3.2",
    section="03_cnn#a-small-cnn-layer-by-layer",
    hints=(
        "Take one layer: at how many places does the filter fit?",
        "A filter has weights for all channels that come in, and one bias; "
        "pooling has none of either.",
        "Convolution: the frame on both sides makes the picture larger, then "
        "the filter takes its side less one. Pooling drops what does not fill "
        "a square.",
    ),
    ask=_ask_shapes,
    expected=_shapes,
    rtol=0,
    atol=0.1,
    mistakes=(
        Mistake(
            "no bias",
            "each filter has one more number to learn than you count",
            changed(_shapes, "no bias"),
        ),
        Mistake(
            "frame",
            "padding is a frame: it adds to both sides",
            changed(_shapes, "frame"),
        ),
        Mistake(
            "round",
            "pooling drops what does not fill a whole square",
            changed(_shapes, "round"),
        ),
        Mistake(
            "inputs",
            "a filter has weights for every channel that comes in",
            changed(_shapes, "inputs"),
        ),
    ),
)

# 3.3: pictures normalised by the model


def _ask_scale(rng: np.random.Generator) -> Question:
    bright = rng.integers(60, 150, size=(1, 3, 1, 1))
    train = bright + rng.integers(-50, 50, size=(30, 3, 6, 6))
    x = rng.integers(0, 256, size=(5, 3, 6, 6))
    return {"train": train.astype("uint8"), "x": x.astype("uint8")}


def _use_scale(answer: Any, train: Array, x: Array) -> Any:
    module = given(answer(to_tensor(train)))
    return {
        "kept": sorted(module.state_dict()),
        "learned": len(list(module.parameters())),
        "output": to_plain(given(module(to_tensor(x)))),
    }


def _scale(train: Array, x: Array, change: str = "") -> Question:
    seen = x if change == "own" else train
    axes = {"all": (0, 1, 2, 3), "pixel": (0,)}.get(change, (0, 2, 3))
    mean = seen.mean(axes, keepdims=True)
    spread = seen.std(axes, ddof=1, keepdims=True)
    return {
        "kept": [] if change == "lost" else ["mean", "std"],
        "learned": 2 if change == "learned" else 0,
        "output": (x - mean) / spread,
    }


SCALE = Exercise(
    key="3.3",
    section="03_cnn#a-small-cnn-layer-by-layer",
    hints=(
        "How many numbers does the module have to remember?",
        "A buffer is saved with the model and is not learned; both are of the "
        "training pictures.",
        "One mean and one deviation for each colour, over all pictures and "
        "all places, in a shape that fits to (batch, 3, h, w). Bytes must "
        "become floats first.",
    ),
    ask=_ask_scale,
    use=_use_scale,
    expected=_scale,
    rtol=5e-3,
    atol=5e-3,
    mistakes=(
        Mistake(
            "own",
            "the pictures are normalised by their own mean and deviation",
            changed(_scale, "own"),
        ),
        Mistake(
            "one for all",
            "each colour has a mean and a deviation of its own",
            changed(_scale, "all"),
        ),
        Mistake(
            "each pixel",
            "one mean for each colour was asked for, not for each pixel",
            changed(_scale, "pixel"),
        ),
        Mistake(
            "not saved",
            "mean and std would be lost when the model is saved",
            changed(_scale, "lost"),
        ),
        Mistake(
            "learned",
            "the optimizer would change mean and std; they are no parameters",
            changed(_scale, "learned"),
        ),
    ),
)

# 3.5: each class on its own


def _ask_classes(rng: np.random.Generator) -> Question:
    classes = int(rng.integers(4, 8))
    sizes = rng.integers(5, 20, size=classes)
    labels = rng.permutation(np.repeat(np.arange(classes), sizes))
    chance = rng.integers(0, classes, size=len(labels))
    answers = np.where(rng.random(len(labels)) < 0.5, labels, chance)
    never = rng.integers(classes)
    answers[answers == never] = (never + 1) % classes
    return {"answers": answers, "labels": labels, "classes": classes}


def _classes(
    answers: Array, labels: Array, classes: int, change: str = ""
) -> Question:
    counts = np.zeros((classes, classes), dtype=int)
    np.add.at(counts, (labels, answers), 1)
    right = counts.diagonal()
    least = 0 if change == "nan" else 1
    with np.errstate(invalid="ignore"):
        recall = right / counts.sum(1)
        precision = right / np.maximum(counts.sum(0), least)
        both = recall + precision
        f1 = 2 * recall * precision / np.where(both > 0, both, 1)
    macro = f1.mean()
    if change == "accuracy":
        macro = right.sum() / len(labels)
    if change == "swapped":
        recall, precision = precision, recall
    return {
        "confusion": counts.T if change == "turned" else counts,
        "recall": recall,
        "precision": precision,
        "macro_f1": float(macro),
    }


CLASSES = Exercise(
    key="3.5",
    section="03_cnn#reading-the-mistakes",
    hints=(
        "Which of the two scores looks along a row, which down a column?",
        "Recall divides by how many there are, precision by how often the "
        "name was said; a name that was never said has precision 0.",
        "Diagonal over sums of rows; diagonal over sums of columns, with at "
        "least 1 below the line; F1 of each class, and then their mean.",
    ),
    ask=_ask_classes,
    expected=_classes,
    mistakes=(
        Mistake(
            "turned",
            "rows are true classes, columns are answers: yours is turned",
            changed(_classes, "turned"),
        ),
        Mistake(
            "swapped",
            "you call precision what is recall, and the other way round",
            changed(_classes, "swapped"),
        ),
        Mistake(
            "accuracy",
            "macro F1 is a mean over classes; yours is a share of the rows",
            changed(_classes, "accuracy"),
        ),
        Mistake(
            "nan",
            "a class that was never named gives 0 divided by 0",
            changed(_classes, "nan"),
        ),
    ),
)

# 3.6: sure, and wrong


def _ask_sure(rng: np.random.Generator) -> Question:
    scores = rng.normal(size=(40, 6)) * 2 + 4 * rng.normal(size=(40, 1))
    labels = np.where(
        rng.random(40) < 0.5, scores.argmax(1), rng.integers(0, 6, size=40)
    )
    return {
        "scores": scores.astype("float32"),
        "labels": labels,
        "count": int(rng.integers(4, 8)),
    }


def _surest(
    scores: Array, labels: Array, count: int, change: str = ""
) -> Array:
    powers = np.exp(scores - scores.max(1, keepdims=True))
    shares = powers / powers.sum(1, keepdims=True)
    sure = scores.max(1) if change == "raw" else shares.max(1)
    wrong = np.flatnonzero(scores.argmax(1) != labels)
    if change == "all":
        wrong = np.arange(len(labels))
    if change == "least":
        sure = -sure
    order = np.argsort(-sure[wrong])[:count]
    return order if change == "place" else wrong[order]


SURE = Exercise(
    key="3.6",
    section="03_cnn#the-most-confident-mistakes",
    hints=(
        "What does the network promise for its answer, and is it right?",
        "Scores of two pictures cannot be compared; probabilities can.",
        "Keep the numbers of the wrong rows, sort them by the probability of "
        "the answer, and take the first few of those numbers.",
    ),
    ask=_ask_sure,
    expected=_surest,
    mistakes=(
        Mistake(
            "raw scores",
            "you sort by scores, which have no common scale",
            changed(_surest, "raw"),
        ),
        Mistake(
            "right ones too",
            "some of these rows are no mistakes",
            changed(_surest, "all"),
        ),
        Mistake(
            "least sure",
            "these are the mistakes in which it was least sure",
            changed(_surest, "least"),
        ),
        Mistake(
            "places",
            "these are places among the mistakes; give numbers of rows",
            changed(_surest, "place"),
        ),
    ),
)

EXERCISES = {
    exercise.key: exercise
    for exercise in (
        CONVOLUTION,
        SHAPES,
        SCALE,
        MIRROR,
        CLASSES,
        SURE,
        PHOTOGRAPHS,
    )
}
