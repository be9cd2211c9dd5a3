"""What a convolutional layer holds and gives: filters and feature maps.

A map has no natural colours, so zero is white, and red and blue are the two
signs, on one scale for all maps of a figure.
"""

from collections.abc import Sequence

import numpy as np
from torch import Tensor

from helpers.plots.grid import image_grid
from helpers.plots.show import show
from helpers.plots.values import gaps, highest, lowest, pixels, texts


def plot_feature_maps(
    maps: Tensor, captions: Sequence[str], title: str, columns: int = 8
) -> None:
    """Draw numbers in a plane as colours: blue below zero, red above.

    Parameters
    ----------
    maps
        ``(rows, height, width)``, such as the output of a convolution for one
        image, or its filters for one colour. Where a number is nan, the
        map has a hole.
    captions
        One line of text for each map.
    title
        What is to be seen.
    columns
        How many maps to draw per row.

    Raises
    ------
    ValueError
        If there are no maps, they have another shape, or the number of
        captions differs.
    """
    if maps.ndim != 3 or len(maps) == 0 or len(maps) != len(captions):
        raise ValueError(
            "plot_feature_maps needs (rows, height, width) numbers and a "
            f"caption for each, got {tuple(maps.shape)} and {len(captions)}; "
            "take one image of a batch first, as in maps[0]"
        )
    values = pixels(maps)
    sizes = np.where(np.isfinite(values), np.abs(values), 0)
    limit = max(highest(sizes), 1e-12)
    figure = image_grid(
        values, captions, title, columns,
        cmap="RdBu_r", vmin=-limit, vmax=limit,
    )  # fmt: skip
    silent = int((values == 0).all(axis=(1, 2)).sum())
    show(
        figure,
        f"{len(maps)} maps of {maps.shape[1]} by {maps.shape[2]} numbers, from "
        f"{lowest(values):.3g} (blue) to {highest(values):.3g} (red)"
        f"{gaps(values)}. {title}. {silent} of them are zero "
        f"everywhere. Captions: {', '.join(texts(captions))}.",
    )
