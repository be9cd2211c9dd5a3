"""Small pictures side by side, each with a caption over it.

What the numbers of a picture mean as colours is left to who calls.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Any

from matplotlib.figure import Figure
from numpy.typing import NDArray

from helpers.plots.style import panels
from helpers.plots.values import texts


def picture_grid(
    pictures: Iterable[NDArray[Any]],
    captions: Sequence[str],
    title: str,
    columns: int,
    **colours: Any,
) -> Figure:
    """Return a figure of as many pictures as there are captions.

    Parameters
    ----------
    pictures
        Each ``(height, width)``, or ``(height, width, 3)``.
    captions
        One line of text for each picture.
    title
        What is to be seen.
    columns
        How many pictures stand in a row.
    **colours
        How `imshow` colours them: ``cmap``, ``vmin`` and ``vmax``.
    """
    captions = texts(captions)
    rows = math.ceil(len(captions) / columns)
    size = (columns * 1.0, rows * 1.25 + 0.4)
    with panels(title, size, rows, columns) as (figure, axes):
        for axis in axes.flat:
            axis.axis("off")
        parts = zip(axes.flat, pictures, captions, strict=False)
        for axis, picture, caption in parts:
            axis.imshow(picture, **colours)
            axis.set_title(caption, fontsize=9, weight="normal", loc="center")
    return figure
