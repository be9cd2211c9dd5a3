"""Where a network looks: images with a map of importance laid over them.

The image alone on top, below it the same image with its map.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from helpers.plots.show import show
from helpers.plots.style import panels
from helpers.plots.values import check_numbers, pixels, texts


def plot_saliency(
    images: Tensor, maps: Tensor, captions: Sequence[str], title: str
) -> None:
    """Draw each image, and below it where its map is high.

    Parameters
    ----------
    images
        ``(rows, 3, height, width)``, red, green and blue from 0 to 1.
    maps
        ``(rows, height, width)``, of the images' size, not negative; each
        is scaled by its own largest value.
    captions
        One line of text for each image.
    title
        What is to be seen.

    Raises
    ------
    ValueError
        If there are no images, the shapes or numbers do not fit, or a
        number is nan.
    """
    wanted = (len(maps), 3, *maps.shape[1:])
    fits = tuple(images.shape) == wanted and len(captions) == len(maps)
    if maps.ndim != 3 or len(maps) == 0 or not fits:
        raise ValueError(
            "plot_saliency needs images (rows, 3, height, width) with a map "
            f"(height, width) and a caption each, got {tuple(images.shape)}, "
            f"{tuple(maps.shape)} and {len(captions)} captions; enlarge the "
            "maps with torch.nn.functional.interpolate"
        )
    shown, heights = pixels(images), pixels(maps)
    check_numbers(shown, "numbers of these images")
    check_numbers(heights, "numbers of these maps")
    top = heights.max(axis=(1, 2), keepdims=True)
    heights = heights / np.maximum(top, 1e-12)
    captions, count = texts(captions), len(maps)
    with panels(title, (1.15 * count, 3.0), 2, count) as (figure, axes):
        for column in range(count):
            for axis in axes[:, column]:
                axis.axis("off")
                axis.imshow(shown[column].transpose(1, 2, 0))
            axes[1, column].imshow(heights[column], cmap="magma", alpha=0.6)
            axes[0, column].set_title(
                captions[column], fontsize=9, weight="normal", loc="center"
            )
    described = "; ".join(
        f"{caption}: {_where(height)}"
        for caption, height in zip(captions, heights, strict=True)
    )
    show(
        figure,
        f"{count} images, and below each the same with a map of what "
        f"counted, bright where it is high. {title}. Brightest place: "
        f"{described}.",
    )


def _where(height: NDArray[Any]) -> str:
    """Say in words where the map has its largest value."""
    row, column = divmod(int(np.argmax(height)), height.shape[1])
    down = ("top", "middle", "bottom")[3 * row // height.shape[0]]
    across = ("left", "centre", "right")[3 * column // height.shape[1]]
    return f"{down} {across}"
