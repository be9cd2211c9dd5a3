"""Special tokens, and texts that are drawn at random."""

import numpy as np

PAD, CLS, SEP, MASK = 0, 101, 102, 103


def draw_text(rng: np.random.Generator, length: int) -> list[int]:
    """Return a text of so many tokens, with the special ones."""
    words = rng.integers(1000, 30000, size=length - 2)
    return [CLS, *(int(word) for word in words), SEP]
