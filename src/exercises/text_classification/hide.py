"""Hide words."""

import numpy as np

from exercises.text_classification.tokens import CLS, MASK, PAD, SEP, draw_text
from grading.exercise import Array, Exercise, Mistake, Question

NOT_ASKED = -100


def _ask(rng: np.random.Generator) -> Question:
    lengths = rng.permutation([4, 7, 9, 12])
    ids = np.zeros((4, 12), dtype=int)
    for row, length in zip(ids, lengths, strict=True):
        row[:length] = draw_text(rng, int(length))
    draws = rng.uniform(size=ids.shape)
    share = float(rng.uniform(0.2, 0.35))
    draws[0, 0] = draws[1, lengths[1] - 1] = share / 2  # special tokens
    draws[lengths < 12, -1] = share / 3  # padding
    draws[0, 1], draws[1, 2] = share / 2, share / 4  # words
    draws[0, 2], draws[1, 1] = share + 0.2, share + 0.3
    return {"ids": ids, "draws": draws, "share": share}


def _expected(ids: Array, draws: Array, share: float) -> list[Array]:
    """Decide for each place on its own."""
    inputs, labels = ids.copy(), np.full_like(ids, NOT_ASKED)
    for place, token in np.ndenumerate(ids):
        if draws[place] < share and token not in (PAD, CLS, SEP):
            inputs[place] = MASK
            labels[place] = token
    return [inputs, labels]


EXERCISE = Exercise(
    section="filling-in-a-hidden-word",
    hints=(
        "Write down two rows for one sentence: what the model sees, and what "
        "it is asked for.",
        "Only words can be hidden: neither the special tokens nor the "
        "padding. What is not hidden is not asked for.",
        "Make one table of True and False that says which places are hidden. "
        "Where it is True, the input is [MASK] and the label is the word as "
        "it was.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "special tokens and padding can be hidden, too",
            ("hidden = words &", "hidden ="),
        ),
        Mistake(
            "[CLS] or [SEP] is hidden: there is nothing to learn from them",
            ("(ids != 0) & (ids != 101) & (ids != 102)", "ids != 0"),
        ),
        Mistake(
            "padding is hidden, and the model is asked for it",
            ("(ids != 0) & ", ""),
        ),
        Mistake(
            "the model is asked for every token, even for padding",
            ("torch.where(hidden, ids, -100)", "ids"),
        ),
        Mistake(
            "the model is asked for all words, also for those in plain sight",
            ("(hidden, ids, -100)", "(words, ids, -100)"),
        ),
        Mistake(
            "places that are not asked have a label that the loss takes for "
            "a word",
            ("-100", "0"),
        ),
        Mistake(
            "the label is [MASK]: the words were lost before they were kept",
            (
                "inputs = torch.where(hidden, 103, ids)",
                "inputs = ids.masked_fill_(hidden, 103)",
            ),
        ),
        Mistake(
            "the hidden words can still be read in the input",
            ("torch.where(hidden, 103, ids)", "ids"),
        ),
        Mistake(
            "the other places are hidden: far more than the share",
            ("draws < share", "draws > share"),
        ),
    ),
)
