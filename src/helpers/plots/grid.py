"""Small images side by side, each with a caption over it.

What the numbers of an image mean as colours is left to the caller.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Any

from matplotlib.figure import Figure
from numpy.typing import NDArray

from helpers.plots.style import panels
from helpers.plots.values import texts


def image_grid(
    images: Iterable[NDArray[Any]],
    captions: Sequence[str],
    title: str,
    columns: int,
    **colours: Any,
) -> Figure:
    """Return a figure of as many images as there are captions.

    Parameters
    ----------
    images
        Each ``(height, width)``, or ``(height, width, 3)``.
    captions
        One line of text for each image.
    title
        What is to be seen.
    columns
        How many images to draw per row.
    **colours
        How `imshow` colours them: ``cmap``, ``vmin`` and ``vmax``.
    """
    captions = texts(captions)
    rows = math.ceil(len(captions) / columns)
    size = (columns * 1.0, rows * 1.25 + 0.4)
    with panels(title, size, rows, columns) as (figure, axes):
        for axis in axes.flat:
            axis.axis("off")
        cells = zip(axes.flat, images, captions, strict=False)
        for axis, image, caption in cells:
            axis.imshow(image, **colours)
            axis.set_title(caption, fontsize=9, weight="normal", loc="center")
    return figure
