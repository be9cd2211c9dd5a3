"""What a convolutional layer holds and gives: filters and feature maps.

A map has no natural colours, so zero is white, and red and blue are the two
signs, on one scale for all maps of a figure.
"""

from collections.abc import Sequence

from torch import Tensor

from helpers.plots.grid import picture_grid
from helpers.plots.show import show


def plot_feature_maps(
    maps: Tensor, captions: Sequence[str], title: str, columns: int = 8
) -> None:
    """Draw numbers in a plane as colours: blue below zero, red above.

    Parameters
    ----------
    maps
        ``(rows, height, width)``, such as the output of a convolution for one
        picture, or its filters for one colour.
    captions
        One line of text for each map.
    title
        What is to be seen.
    columns
        How many maps stand in a row.

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
            "take one picture of a batch first, as in maps[0]"
        )
    values = maps.detach().float()
    limit = max(values.abs().max().item(), 1e-12)
    figure = picture_grid(
        values.numpy(), captions, title, columns,
        cmap="RdBu_r", vmin=-limit, vmax=limit,
    )  # fmt: skip
    silent = int((values.flatten(1).abs().amax(dim=1) == 0).sum())
    show(
        figure,
        f"{len(maps)} maps of {maps.shape[1]} by {maps.shape[2]} numbers, from "
        f"{values.min().item():.3g} (blue) to {values.max().item():.3g} "
        f"(red). {title}. {silent} of them are zero everywhere. Captions: "
        f"{', '.join(captions)}.",
    )
