"""Chapter 14: BLEU by hand, attention, teacher forcing, free writing.

The references count and loop in plain Python and NumPy.
"""

from typing import Any

import numpy as np

from exercises.changed import changed
from exercises.chapter_14_bleu import BLEU, CLIPPED, LEAD
from exercises.chapter_14_word_pairs import PROJECT
from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Exercise, Mistake, Question

Array = np.ndarray[Any, Any]
PAD, BEGIN, END = 0, 2, 3
WORDS = 12

# 14.3: a planted bug in the attention of a decoder


def _ask_attend(rng: np.random.Generator) -> Question:
    lengths = np.append(rng.integers(2, 6, size=2), 7)
    return {
        "q": rng.normal(size=(3, 4, 9)).astype("float32"),
        "k": rng.normal(size=(3, 7, 9)).astype("float32"),
        "v": rng.normal(size=(3, 7, 5)).astype("float32"),
        "padding": np.arange(7) >= lengths[:, None],
    }


def _attend(
    q: Array, k: Array, v: Array, padding: Array, change: str = ""
) -> Array:
    """Take each sentence on its own, without its padding."""
    found = []
    for row in range(len(q)):
        real = ~padding[row] if change != "turned" else padding[row]
        if change in ("no mask", "zero", "after"):
            real = np.ones(len(real), bool)
        fit = q[row].astype(float) @ k[row][real].T
        fit /= 1 if change == "no scale" else q.shape[2] ** 0.5
        if change == "zero":
            fit[:, padding[row]] = 0
        powers = np.exp(fit)
        axis = 0 if change == "axis" else 1
        weights = powers / powers.sum(axis, keepdims=True)
        if change == "after":
            weights = weights * ~padding[row]
        found.append(weights @ v[row][real])
    result = np.stack(found)
    if change == "turned":
        result[2] = np.nan
    if change == "axis":  # a column of minus infinity has no softmax
        result[padding.any(1)] = np.nan
    return result


ATTEND = Exercise(
    key="14.3",
    section="14_translation#an-encoder-a-decoder-and-attention-between-them",
    hints=(
        "Print the weights of a short sentence. Do the padded places have any?",
        "The softmax turns scores into weights. Which score gives the weight "
        "zero?",
        "The score of padding has to be minus infinity, before the softmax; "
        "the rest is right.",
    ),
    ask=_ask_attend,
    expected=_attend,
    mistakes=(
        Mistake(
            "zero",
            "padding still has weights: a score of zero is a score like others",
            changed(_attend, "zero"),
        ),
        Mistake(
            "no mask",
            "padding is read as if it were words",
            changed(_attend, "no mask"),
        ),
        Mistake(
            "after",
            "the mask comes after the softmax, so the weights of a token do "
            "not sum to one",
            changed(_attend, "after"),
        ),
        Mistake(
            "turned",
            "the padding is read, and the words are hidden",
            changed(_attend, "turned"),
        ),
        Mistake(
            "axis",
            "the softmax runs over the tokens that ask, not over those that "
            "are looked at",
            changed(_attend, "axis"),
        ),
        Mistake(
            "no scale",
            "the products are not divided by the root of their length",
            changed(_attend, "no scale"),
        ),
    ),
)

# 14.4: teacher forcing


def _ask_teach(rng: np.random.Generator) -> Question:
    y = np.full((5, 9), PAD)
    for row, length in enumerate([*rng.integers(2, 7, size=4), 7]):
        words = rng.integers(4, WORDS, size=length)
        y[row, : length + 2] = [BEGIN, *words, END]
    table = rng.normal(size=(WORDS, WORDS)).astype("float32")
    return {"y": y, "table": 2 * table}


def _use_teach(answer: Any, y: Array, table: Array) -> Any:
    scores = to_tensor(table)
    loss, count = given(answer(lambda tokens: scores[tokens], to_tensor(y)))
    return {"loss": float(loss), "count": int(count)}


def _teach(y: Array, table: Array, change: str = "") -> dict[str, Any]:
    losses = []
    for row in y.tolist():
        told, wanted = row[:-1], row[1:]
        if change == "no shift":
            told, wanted = row, row
        if change == "turned":
            told, wanted = wanted, told
        for one, two in zip(told, wanted, strict=True):
            if two != PAD or change == "padding":
                scores = table[one].astype(float)
                losses.append(np.log(np.exp(scores).sum()) - scores[two])
    count = y[:, 1:].size if change == "count" else len(losses)
    loss = float(np.mean(losses))
    return {"loss": loss * (count if change == "sum" else 1), "count": count}


TEACH = Exercise(
    key="14.4",
    section="14_translation#an-encoder-a-decoder-and-attention-between-them",
    hints=(
        "Write a sentence of three tokens twice, one row moved by one. What is "
        "told, and what is wanted?",
        "From every token the next one is to be said. The last one is never "
        "told, the first one never wanted.",
        "Cut off the last column for the decoder and the first for the "
        "targets; the loss can ignore one number, which is that of padding.",
    ),
    ask=_ask_teach,
    use=_use_teach,
    expected=_teach,
    mistakes=(
        Mistake(
            "no shift",
            "the decoder is told the very token that it is asked for",
            changed(_teach, "no shift"),
        ),
        Mistake(
            "turned",
            "the decoder is told the next token and asked for the one before",
            changed(_teach, "turned"),
        ),
        Mistake(
            "padding",
            "padding is asked for as if it were a word",
            changed(_teach, "padding"),
        ),
        Mistake(
            "count",
            "the loss is right, but the count takes padding for words",
            changed(_teach, "count"),
        ),
        Mistake(
            "sum",
            "the loss is a sum, not the mean of the tokens that count",
            changed(_teach, "sum"),
        ),
    ),
)

# 14.5: writing freely


def _ask_write(rng: np.random.Generator) -> Question:
    scores = rng.normal(size=(6, 8, WORDS, WORDS))
    scores[:4, 2:, :, END] += 1.5
    scores[:, :2, :, END] -= 5
    scores[4:, :, :, END] -= 20
    scores[..., (PAD, BEGIN)] -= 20
    return {"scores": scores.astype("float32"), "longest": 6}


def _use_write(answer: Any, scores: Array, longest: int) -> Any:
    """Let the state count the steps taken, for each sentence."""
    import torch

    table, rows = to_tensor(scores), torch.arange(len(scores))

    def advance(last: Any, state: Any) -> Any:
        return table[rows, state.clamp(max=7), last], state + 1

    state = torch.zeros(len(scores), dtype=torch.long)
    found = given(answer(advance, state, BEGIN, END, longest))
    return [to_plain(list(map(int, row))) for row in found]


def _write(scores: Array, longest: int, change: str = "") -> list[list[int]]:
    found = []
    for table in scores:
        last, said = BEGIN, []
        for step in range(longest + (change == "longer")):
            place = 0 if change == "state" else step
            told = BEGIN if change == "begin" else last
            last = int(table[place, told].argmax())
            said.append(last)
            if last == END and change != "no stop":
                break
        if change != "end kept":
            said = [token for token in said if token != END]
        found.append(([BEGIN] if change == "begin kept" else []) + said)
    return found


WRITE = Exercise(
    key="14.5",
    section="14_translation#writing-freely",
    hints=(
        "Play it by hand for one sentence: what goes in at each step, what "
        "comes out, what is kept?",
        "Each step needs the last token written and the state that the step "
        "before handed back. The sentences end at different steps.",
        "Write all sentences on for as many steps as are allowed; at the end "
        "cut each row at its first end token.",
    ),
    ask=_ask_write,
    use=_use_write,
    expected=_write,
    mistakes=(
        Mistake(
            "end kept",
            "the end token is a sign to stop, not a word of the sentence",
            changed(_write, "end kept"),
        ),
        Mistake(
            "begin kept",
            "the begin token is not a word of the sentence",
            changed(_write, "begin kept"),
        ),
        Mistake(
            "no stop",
            "a sentence goes on after its end token",
            changed(_write, "no stop"),
        ),
        Mistake(
            "state",
            "the state that a step hands back is not used in the next",
            changed(_write, "state"),
        ),
        Mistake(
            "begin",
            "each step is told the begin token, not the last token written",
            changed(_write, "begin"),
        ),
        Mistake(
            "longer",
            "a sentence that never ends is one token too long",
            changed(_write, "longer"),
        ),
    ),
)

EXERCISES = {
    exercise.key: exercise
    for exercise in (CLIPPED, BLEU, ATTEND, TEACH, WRITE, LEAD, PROJECT)
}
