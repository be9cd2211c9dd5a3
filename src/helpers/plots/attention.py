"""Attention weights as heat maps: which token attends to which.

A row is the query token, a column the key token.
"""

from collections.abc import Sequence
from typing import Any

from numpy.typing import NDArray
from torch import Tensor

from helpers.plots.show import show
from helpers.plots.style import panels
from helpers.plots.values import check_numbers, pixels, texts

MOST_TOKENS = 24


def plot_attention(
    maps: Tensor,
    tokens: Sequence[str],
    captions: Sequence[str],
    title: str,
) -> None:
    """Draw attention maps of one sentence, side by side.

    Parameters
    ----------
    maps
        ``(maps, tokens, tokens)``; each row of a map sums to one.
    tokens
        The tokens of the sentence, at most 24.
    captions
        What each map is, for instance its layer and head.
    title
        The finding, in a few words.

    Raises
    ------
    ValueError
        If the shape does not fit the tokens and captions, there are too many
        tokens to be read, or a weight is nan, as where every position was
        masked.
    """
    count = len(tokens)
    if tuple(maps.shape) != (len(captions), count, count) or len(maps) == 0:
        raise ValueError(
            f"maps have the shape {tuple(maps.shape)}, but there are "
            f"{len(captions)} captions and {count} tokens; they must be "
            "(captions, tokens, tokens)"
        )
    if count > MOST_TOKENS:
        raise ValueError(
            f"{count} tokens cannot be read; draw at most {MOST_TOKENS}"
        )
    tokens, captions = texts(tokens), texts(captions)
    shown = pixels(maps)
    check_numbers(shown, "attention weights")
    side = 0.9 + 0.175 * count
    with panels(
        title, (side * len(maps), side + 0.5), 1, len(maps), sharey=True
    ) as (figure, axes):
        for axis, weights, caption in zip(
            axes.flat, shown, captions, strict=True
        ):
            axis.imshow(weights, cmap="Blues", vmin=0)
            axis.set_xticks(range(count), tokens, rotation=90, fontsize=8)
            axis.set_yticks(range(count), tokens, fontsize=8)
            axis.grid(visible=False)
            axis.set_title(caption, fontsize=10, weight="normal")
            axis.set_xlabel("is looked at")
        axes[0, 0].set_ylabel("looks")
    described = " ".join(
        f"{caption}: {describe_peaks(weights, tokens, tokens)}."
        for caption, weights in zip(captions, shown, strict=True)
    )
    show(figure, f"Attention maps of {count} tokens. {title}. {described}")


def describe_peaks(
    weights: NDArray[Any], queries: Sequence[str], keys: Sequence[str]
) -> str:
    """Say what each token attends to most, for weights (queries, keys)."""
    return ", ".join(
        f"{token} at {keys[position]}"
        for token, position in zip(
            queries, weights.argmax(axis=1).tolist(), strict=True
        )
    )
