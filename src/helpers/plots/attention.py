"""Which token looks at which: attention weights as maps of grey to dark.

A row is the token that looks, a column the token that is looked at.
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
    shares = pixels(maps)
    check_numbers(shares, "attention weights")
    side = 0.9 + 0.175 * count
    with panels(
        title, (side * len(maps), side + 0.5), 1, len(maps), sharey=True
    ) as (figure, axes):
        for axis, weights, caption in zip(
            axes.flat, shares, captions, strict=True
        ):
            axis.imshow(weights, cmap="Blues", vmin=0)
            axis.set_xticks(range(count), tokens, rotation=90, fontsize=8)
            axis.set_yticks(range(count), tokens, fontsize=8)
            axis.grid(visible=False)
            axis.set_title(caption, fontsize=10, weight="normal")
            axis.set_xlabel("is looked at")
        axes[0, 0].set_ylabel("looks")
    told = " ".join(
        f"{caption}: {told_most(weights, tokens, tokens)}."
        for caption, weights in zip(captions, shares, strict=True)
    )
    show(figure, f"Attention maps of {count} tokens. {title}. {told}")


def told_most(
    weights: NDArray[Any], looking: Sequence[str], looked_at: Sequence[str]
) -> str:
    """Say what each token looks at most, for weights (looking, looked at)."""
    return ", ".join(
        f"{token} at {looked_at[place]}"
        for token, place in zip(
            looking, weights.argmax(axis=1).tolist(), strict=True
        )
    )
