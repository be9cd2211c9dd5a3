"""Which words of a sentence a decoder looked at while it wrote another.

A row is a token that was written, a column a token that was read.
"""

from collections.abc import Sequence

from torch import Tensor

from helpers.plots.attention import MOST_TOKENS, told_most
from helpers.plots.show import show
from helpers.plots.style import drawing
from helpers.plots.values import check_numbers, pixels, texts


def plot_alignment(
    weights: Tensor, read: Sequence[str], written: Sequence[str], title: str
) -> None:
    """Draw the attention of one translation as a map.

    Parameters
    ----------
    weights
        ``(written, read)``; each row sums to one.
    read, written
        The tokens of the two sentences, at most 24 each.
    title
        The finding, in a few words.

    Raises
    ------
    ValueError
        If the shape does not fit the tokens, there are none, or too many to
        be read, or a weight is nan, as where every position was masked.
    """
    shape = (len(written), len(read))
    if tuple(weights.shape) != shape or 0 in shape:
        raise ValueError(
            f"the weights have the shape {tuple(weights.shape)}, but there "
            f"are {len(written)} tokens written and {len(read)} read; they "
            "must be (written, read)"
        )
    if max(shape) > MOST_TOKENS:
        raise ValueError(
            f"{max(shape)} tokens cannot be read; draw at most {MOST_TOKENS}"
        )
    read, written = texts(read), texts(written)
    shares = pixels(weights)
    check_numbers(shares, "attention weights")
    wide = max(6.4, 2.2 + 0.42 * len(read))
    size = (wide, 1.5 + 0.32 * len(written))
    with drawing(title, size) as (figure, axis):
        image = axis.imshow(shares, cmap="Blues", vmin=0, vmax=1, aspect="auto")
        axis.set_xticks(range(len(read)), read, rotation=60)
        axis.set_yticks(range(len(written)), written)
        axis.set(xlabel="token read", ylabel="token written")
        axis.grid(visible=False)
        figure.colorbar(image, ax=axis, label="weight")
    told = told_most(shares, written, read)
    show(
        figure,
        f"Attention map, a row for each of {len(written)} tokens written, a "
        f"column for each of {len(read)} read. {title}. Most weight: {told}.",
    )
