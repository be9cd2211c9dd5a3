"""The attention of a decoder to the source sentence while it generates.

A row is a generated (target) token, a column a source token.
"""

from collections.abc import Sequence

from torch import Tensor

from helpers.plots.attention import MOST_TOKENS, describe_peaks
from helpers.plots.show import show
from helpers.plots.style import drawing
from helpers.plots.values import check_numbers, pixels, texts


def plot_alignment(
    weights: Tensor, source: Sequence[str], target: Sequence[str], title: str
) -> None:
    """Draw the attention of one translation as a map.

    Parameters
    ----------
    weights
        ``(target, source)``; each row sums to one.
    source, target
        The tokens of the two sentences, at most 24 each.
    title
        The finding, in a few words.

    Raises
    ------
    ValueError
        If the shape does not fit the tokens, there are none, or too many to
        be read, or a weight is nan, as where every position was masked.
    """
    shape = (len(target), len(source))
    if tuple(weights.shape) != shape or 0 in shape:
        raise ValueError(
            f"the weights have the shape {tuple(weights.shape)}, but there "
            f"are {len(target)} target and {len(source)} source tokens; they "
            "must be (target, source)"
        )
    if max(shape) > MOST_TOKENS:
        raise ValueError(
            f"{max(shape)} tokens cannot be read; draw at most {MOST_TOKENS}"
        )
    source, target = texts(source), texts(target)
    shown = pixels(weights)
    check_numbers(shown, "attention weights")
    wide = max(6.4, 2.2 + 0.42 * len(source))
    size = (wide, 1.5 + 0.32 * len(target))
    with drawing(title, size) as (figure, axis):
        image = axis.imshow(shown, cmap="Blues", vmin=0, vmax=1, aspect="auto")
        axis.set_xticks(range(len(source)), source, rotation=60)
        axis.set_yticks(range(len(target)), target)
        axis.set(xlabel="token read", ylabel="token written")
        axis.grid(visible=False)
        figure.colorbar(image, ax=axis, label="weight")
    described = describe_peaks(shown, target, source)
    show(
        figure,
        f"Attention map, a row for each of {len(target)} tokens written, a "
        f"column for each of {len(source)} read. {title}. Most weight: "
        f"{described}.",
    )
