"""Chapter 5, the states that a layer returns: shapes, and what to do with them.

All sizes of a question differ, so that a wrong dimension shows.
"""

from typing import Any

import numpy as np

from exercises.changed import changed
from grading.old_exercise import Exercise, Mistake, Question

Array = np.ndarray[Any, Any]

# 5.3: shapes


def _ask_shapes(rng: np.random.Generator) -> Question:
    batch, steps, features, hidden = (
        int(size) for size in rng.choice(range(4, 20), 4, False)
    )
    return {
        "batch": batch,
        "steps": steps,
        "features": features,
        "hidden": hidden,
        "layers": int(rng.integers(2, 4)),
        "both_ways": bool(rng.integers(2)),
    }


def _shapes(
    batch: int,
    steps: int,
    features: int,
    hidden: int,
    layers: int,
    both_ways: bool,
    change: str = "",
) -> Question:
    ways = 2 if both_ways else 1
    width = hidden if change == "one way" else ways * hidden
    state = [layers * ways, batch, hidden]
    if change == "layers":
        state[0] = layers
    if change == "batch first":
        state = [batch, layers * ways, hidden]
    output = [batch, steps, width]
    if change == "time first":
        output = [steps, batch, width]
    return {"output": output, "h_n": state, "c_n": list(state)}


SHAPES = Exercise(
    key="5.3",
    section="05_rnn_lstm#shapes-output-and-h_n",
    hints=(
        "Which of the three has something for every step?",
        "A layer that reads both ways has two states for each layer, and puts "
        "them side by side in its output.",
        "The batch comes first in the output alone; the states begin with "
        "layers times ways.",
    ),
    ask=_ask_shapes,
    expected=_shapes,
    rtol=0,
    atol=0.1,
    mistakes=(
        Mistake(
            "batch first",
            "the states never have the batch first, whatever batch_first says",
            changed(_shapes, "batch first"),
        ),
        Mistake(
            "one way",
            "reading both ways, the output holds two states side by side",
            changed(_shapes, "one way"),
        ),
        Mistake(
            "layers",
            "reading both ways, each layer has two last states",
            changed(_shapes, "layers"),
        ),
        Mistake(
            "time first",
            "batch_first=True: the output begins with the batch",
            changed(_shapes, "time first"),
        ),
    ),
)

# 5.4: the last real state


def _ask_last(rng: np.random.Generator) -> Question:
    lengths = rng.permutation(np.append([2, 7], rng.integers(2, 7, size=3)))
    output = rng.normal(size=(5, 7, rng.integers(2, 5))).astype("float32")
    return {"output": output, "lengths": lengths}


def _last(output: Array, lengths: Array, change: str = "") -> Array:
    found: Array = output[np.arange(len(output)), lengths - 1]
    if change == "early":
        found = output[np.arange(len(output)), lengths - 2]
    if change == "end":
        found = output[:, -1]
    if change == "one sequence":
        found = output[-1]
    if change == "mean":
        real = np.arange(output.shape[1]) < lengths[:, None]
        found = (output * real[..., None]).sum(1) / lengths[:, None]
    return found


LAST = Exercise(
    key="5.4",
    section="05_rnn_lstm#sequences-of-different-lengths",
    hints=(
        "At which step had each sequence been read to its end?",
        "Steps count from 0, lengths from 1; each row has its own last step.",
        "Index with two tensors at once: the numbers of the rows, and the "
        "last real step of each.",
    ),
    ask=_ask_last,
    expected=_last,
    mistakes=(
        Mistake(
            "end",
            "short sequences are asked after they have read padding",
            changed(_last, "end"),
        ),
        Mistake(
            "too early",
            "the last real step is not read any more: count again from 0",
            changed(_last, "early"),
        ),
        Mistake(
            "one sequence",
            "these are the states of one sequence, the last of the batch",
            changed(_last, "one sequence"),
        ),
        Mistake(
            "mean",
            "that is the mean over the steps, not the last state",
            changed(_last, "mean"),
        ),
    ),
)

# 5.5: a planted bug: a reshape that mixes


def _ask_side(rng: np.random.Generator) -> Question:
    sizes = rng.choice(range(2, 8), 3, False)
    return {"h_n": rng.normal(size=sizes).astype("float32")}


def _side_by_side(h_n: Array, change: str = "") -> Array:
    batch = h_n.shape[1]
    found: Array = h_n.transpose(1, 0, 2).reshape(batch, -1)
    if change == "view":
        found = h_n.reshape(batch, -1)
    if change == "last":
        found = h_n[-1]
    if change == "shuffled":
        found = h_n.transpose(1, 2, 0).reshape(batch, -1)
    if change == "sum":
        found = h_n.sum(0)
    return found


SIDE_BY_SIDE = Exercise(
    key="5.5",
    section="05_rnn_lstm#what-goes-wrong-reshapes-that-run",
    hints=(
        "Change one sequence: whose row of the result moves?",
        "Dimensions are swapped by transpose; view and reshape cut the same "
        "row of numbers anew.",
        "Bring the batch to the front first; then the two last dimensions may "
        "become one.",
    ),
    ask=_ask_side,
    expected=_side_by_side,
    mistakes=(
        Mistake(
            "view",
            "the sequences are mixed: the numbers were cut anew, not swapped",
            changed(_side_by_side, "view"),
        ),
        Mistake(
            "last layer alone",
            "only one layer is left; all layers must stand side by side",
            changed(_side_by_side, "last"),
        ),
        Mistake(
            "hidden numbers shuffled",
            "the right numbers in each row, but the layers are interleaved",
            changed(_side_by_side, "shuffled"),
        ),
        Mistake(
            "sum",
            "the layers are added up; they must stand side by side",
            changed(_side_by_side, "sum"),
        ),
    ),
)
