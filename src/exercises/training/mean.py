"""A mean over uneven batches."""

import numpy as np

from grading.exercise import Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    return {
        "losses": rng.uniform(0.5, 3, size=5),
        "sizes": np.append(rng.integers(20, 40, size=4), 3),
    }


EXERCISE = Exercise(
    section="dataset-and-dataloader",
    hints=(
        "Does a batch of 3 rows deserve as much say as one of 30?",
        "The mean over rows is the sum over rows, divided by their number.",
        "Turn each batch's mean back into a sum first; divide once, at the "
        "end.",
    ),
    ask=_ask,
    expected=lambda losses, sizes: float(losses @ sizes / sizes.sum()),
    mistakes=(
        Mistake(
            "the small last batch counts as much as a full one",
            ("(losses * sizes).sum() / sizes.sum()", "losses.mean()"),
        ),
        Mistake(
            "you divide by the number of batches, not of rows",
            ("/ sizes.sum()", "/ len(sizes)"),
        ),
        Mistake(
            "that is the loss of the last batch alone",
            ("(losses * sizes).sum() / sizes.sum()", "losses[-1]"),
        ),
    ),
)
