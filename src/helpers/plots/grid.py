"""Small images side by side, each with a caption over it.

What the numbers of an image mean as colours is left to the caller.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Any

from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from numpy.typing import NDArray

from helpers.plots.style import course_style
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
    with course_style():
        figure, axes = plt.subplots(
            rows, columns, figsize=(columns * 1.0, rows * 1.25 + 0.4),
            squeeze=False,
        )  # fmt: skip
        for axis in axes.flat:
            axis.axis("off")
        panels = zip(axes.flat, images, captions, strict=False)
        for axis, image, caption in panels:
            axis.imshow(image, **colours)
            axis.set_title(caption, fontsize=9, weight="normal", loc="center")
        figure.suptitle(title, x=0.01, ha="left")
    return figure
