"""Chapter 7: padding, lengths, attention, pooling, hidden words, a project.

The references take one text, one head and one token at a time, in NumPy.
"""

from typing import Any

import numpy as np

from exercises.changed import changed
from exercises.chapter_07_heads import HEADS
from exercises.chapter_07_intents import PROJECT
from exercises.chapter_07_pooling import POOL
from exercises.chapter_07_report import REPORT
from grading.adapters import given, to_plain
from grading.exercise import Exercise, Mistake, Question

Array = np.ndarray[Any, Any]
PAD, CLS, SEP, MASK = 0, 101, 102, 103
NOT_ASKED = -100

# 7.1: a batch of uneven texts


def _text(rng: np.random.Generator, length: int) -> list[int]:
    """Return a text of so many tokens, with the special ones."""
    words = rng.integers(1000, 30000, size=length - 2)
    return [CLS, *(int(word) for word in words), SEP]


def _ask_pad(rng: np.random.Generator) -> Question:
    limit = int(rng.integers(11, 15))
    short = rng.permutation([3, 4, limit - 4, limit - 2])
    long = rng.permutation([3, limit - 2, limit, limit + 1, limit + 6])
    return {
        "batches": [[_text(rng, int(n)) for n in row] for row in (short, long)],
        "longest": limit,
    }


def _use_pad(answer: Any, batches: Any, longest: int) -> Any:
    copies = [[list(row) for row in rows] for rows in batches]
    return [to_plain(given(answer(rows, longest))) for rows in copies]


def _pads(
    batches: list[list[list[int]]], longest: int, change: str = ""
) -> list[list[Array]]:
    return [_pad_one(rows, longest, change) for rows in batches]


def _pad_one(rows: list[list[int]], longest: int, change: str) -> list[Array]:
    """Write the tokens into a table of zeros, one row after the other."""
    cut = []
    for row in rows:
        keep = row if len(row) <= longest else [*row[: longest - 1], SEP]
        if change == "no end":
            keep = row[:longest]
        if change == "longer" and len(row) > longest:
            keep = [*row[:longest], SEP]
        cut.append(row if change == "not cut" else keep)
    width = longest if change == "fixed" else max(map(len, cut))
    ids = np.zeros((len(cut), width), dtype=int)
    mask = np.full_like(ids, int(change == "all real"))
    for n, row in enumerate(cut):
        first = width - len(row) if change == "in front" else 0
        ids[n, first : first + len(row)] = row
        mask[n, first : first + len(row)] = 1
    return [ids, 1 - mask if change == "turned" else mask]


PADDED = Exercise(
    key="7.1",
    section="07_text_classification#from-text-to-tokens",
    hints=(
        "How wide must the table be, so that each text of this batch fits, "
        "and no more?",
        "First cut, then pad. A text that is cut still ends with [SEP]; the "
        "mask tells real tokens from filling.",
        "A text that is too long keeps one token less than it may have, and "
        "then gets its [SEP]. pad_sequence fills with zeros, and no real "
        "token has the number zero.",
    ),
    ask=_ask_pad,
    use=_use_pad,
    expected=_pads,
    mistakes=(
        Mistake(
            "no end",
            "a text that was cut has lost its [SEP]",
            changed(_pads, "no end"),
        ),
        Mistake(
            "longer",
            "a text that was cut is one token too long",
            changed(_pads, "longer"),
        ),
        Mistake(
            "not cut",
            "long texts are not cut",
            changed(_pads, "not cut"),
        ),
        Mistake(
            "fixed",
            "a batch of short texts is padded further than its longest text",
            changed(_pads, "fixed"),
        ),
        Mistake(
            "in front",
            "the padding stands in front of the texts: the places of all "
            "words are moved",
            changed(_pads, "in front"),
        ),
        Mistake(
            "all real",
            "the mask says that padding is real",
            changed(_pads, "all real"),
        ),
        Mistake(
            "turned",
            "the mask is the wrong way round",
            changed(_pads, "turned"),
        ),
    ),
    rounds=2,
)

# 7.2: where to cut


def _ask_limit(rng: np.random.Generator) -> Question:
    """Draw texts and limits of which one in the middle is right."""
    limits = int(rng.integers(20, 40)) * np.array([1, 2, 4, 8, 16])
    while True:
        size, place = int(rng.integers(150, 250)), int(rng.integers(1, 3))
        middle = np.log(limits[place]) + rng.uniform(0, 0.7)
        lengths = np.exp(rng.normal(middle, 0.8, size=size)).astype(int) + 3
        lengths = lengths.clip(max=limits[-1])
        exact = rng.choice(size, 40, replace=False)
        lengths[exact] = rng.choice(limits[1:4], size=40)
        cut, lost, _ = _limits(lengths, limits, 0.5)
        allowed = float(lost[place] * 0.7 + lost[place - 1] * 0.3)
        if cut[place] > 1.1 * allowed and cut[3] < 0.9 * allowed:
            return {"lengths": lengths, "limits": limits, "allowed": allowed}


def _limits(
    lengths: Array, limits: Array, allowed: float, change: str = ""
) -> list[Any]:
    """Look at one limit after the other."""
    cut, lost = [], []
    for limit in limits:
        over = lengths[lengths > limit] - limit
        edge = change == "edge"
        cut.append(np.mean(lengths >= limit if edge else lengths > limit))
        share = over.sum() / lengths.sum()
        if change == "text by text":
            share = np.mean((lengths - limit).clip(0) / lengths)
        if change == "whole texts":
            share = lengths[lengths > limit].sum() / lengths.sum()
        lost.append(1 - share if change == "kept" else share)
    judged = cut if change == "by texts" else lost
    if change == "kept":
        judged = [1 - share for share in lost]
    fine = [
        limit
        for limit, share in zip(limits, judged, strict=True)
        if share < allowed
    ]
    fine = fine or [limits[-1]]
    chosen = fine[-1] if change == "longest" else fine[0]
    return [np.array(cut), np.array(lost), int(chosen)]


LIMIT = Exercise(
    key="7.2",
    section="07_text_classification#truncation-and-what-it-loses",
    hints=(
        "A text of 200 tokens is cut at 128. How much of it is lost?",
        "The first share counts texts, the second counts tokens: all that "
        "are cut off, out of all there are.",
        "What is left of each text is the smaller one of its length and the "
        "limit. Choose by the tokens, and take the first limit that is good "
        "enough.",
    ),
    ask=_ask_limit,
    expected=_limits,
    mistakes=(
        Mistake(
            "edge",
            "a text that just fits is not cut",
            changed(_limits, "edge"),
        ),
        Mistake(
            "text by text",
            "the share of lost tokens is averaged over texts, so a short "
            "text counts as much as a long one",
            changed(_limits, "text by text"),
        ),
        Mistake(
            "whole texts",
            "of a text that is cut not all tokens are lost",
            changed(_limits, "whole texts"),
        ),
        Mistake(
            "kept",
            "you tell how much is kept, not how much is lost",
            changed(_limits, "kept"),
        ),
        Mistake(
            "by texts",
            "the limit is chosen by the texts that are cut, not by the "
            "tokens that are lost",
            changed(_limits, "by texts"),
        ),
        Mistake(
            "longest",
            "a shorter limit would do, and work is less with it",
            changed(_limits, "longest"),
        ),
    ),
)

# 7.5: hidden words


def _ask_hide(rng: np.random.Generator) -> Question:
    lengths = rng.permutation([4, 7, 9, 12])
    ids = np.zeros((4, 12), dtype=int)
    for row, length in zip(ids, lengths, strict=True):
        row[:length] = _text(rng, int(length))
    draws = rng.uniform(size=ids.shape)
    share = float(rng.uniform(0.2, 0.35))
    draws[0, 0] = draws[1, lengths[1] - 1] = share / 2  # special tokens
    draws[lengths < 12, -1] = share / 3  # padding
    draws[0, 1], draws[1, 2] = share / 2, share / 4  # words
    draws[0, 2], draws[1, 1] = share + 0.2, share + 0.3
    return {"ids": ids, "draws": draws, "share": share}


def _hide(
    ids: Array, draws: Array, share: float, change: str = ""
) -> list[Array]:
    """Decide for each place on its own."""
    inputs, labels = ids.copy(), np.full_like(ids, NOT_ASKED)
    spared = {
        "special": (PAD,),
        "padding": (CLS, SEP),
        "both": (),
    }.get(change, (PAD, CLS, SEP))
    for place, token in np.ndenumerate(ids):
        low = draws[place] < share
        if low != (change == "turned") and token not in spared:
            inputs[place] = token if change == "in sight" else MASK
            labels[place] = MASK if change == "too late" else token
        elif change == "all asked" or (
            change == "words asked" and token not in spared
        ):
            labels[place] = token
        elif change == "zero":
            labels[place] = 0
    return [inputs, labels]


HIDE = Exercise(
    key="7.5",
    section="07_text_classification#filling-in-a-hidden-word",
    hints=(
        "Write down two rows for one sentence: what the model sees, and what "
        "it is asked for.",
        "Only words can be hidden: neither the special tokens nor the "
        "padding. What is not hidden is not asked for.",
        "Make one table of True and False that says which places are hidden. "
        "Where it is True, the input is [MASK] and the label is the word as "
        "it was.",
    ),
    ask=_ask_hide,
    expected=_hide,
    mistakes=(
        Mistake(
            "both",
            "special tokens and padding can be hidden, too",
            changed(_hide, "both"),
        ),
        Mistake(
            "special",
            "[CLS] or [SEP] is hidden: there is nothing to learn from them",
            changed(_hide, "special"),
        ),
        Mistake(
            "padding",
            "padding is hidden, and the model is asked for it",
            changed(_hide, "padding"),
        ),
        Mistake(
            "all asked",
            "the model is asked for every token, even for padding",
            changed(_hide, "all asked"),
        ),
        Mistake(
            "words asked",
            "the model is asked for all words, also for those in plain sight",
            changed(_hide, "words asked"),
        ),
        Mistake(
            "zero",
            "places that are not asked have a label that the loss takes for "
            "a word",
            changed(_hide, "zero"),
        ),
        Mistake(
            "too late",
            "the label is [MASK]: the words were lost before they were kept",
            changed(_hide, "too late"),
        ),
        Mistake(
            "in sight",
            "the hidden words can still be read in the input",
            changed(_hide, "in sight"),
        ),
        Mistake(
            "turned",
            "the other places are hidden: far more than the share",
            changed(_hide, "turned"),
        ),
    ),
)

EXERCISES = {
    exercise.key: exercise
    for exercise in (PADDED, LIMIT, HEADS, POOL, HIDE, REPORT, PROJECT)
}
