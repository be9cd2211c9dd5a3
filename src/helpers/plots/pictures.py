"""A grid of small grey pictures with a caption under each.

For looking at data, and at the mistakes of a model.
"""

import math
from collections.abc import Sequence

from matplotlib import pyplot as plt
from torch import Tensor

from helpers.plots.show import show
from helpers.plots.style import course_style


def plot_pictures(
    pictures: Tensor, captions: Sequence[str], title: str, columns: int = 8
) -> None:
    """Draw pictures, dark ink on white paper.

    Parameters
    ----------
    pictures
        ``(rows, height, width)``, from 0 (paper) to 1 (ink).
    captions
        One line of text for each picture.
    title
        What is to be seen.
    columns
        How many pictures stand in a row.

    Raises
    ------
    ValueError
        If there are no pictures, they have another shape, or the number of
        captions differs.
    """
    if pictures.ndim != 3 or len(pictures) == 0:
        raise ValueError(
            "pictures must have the shape (rows, height, width), got "
            f"{tuple(pictures.shape)}; view flat pixels as (-1, 8, 8)"
        )
    if len(pictures) != len(captions):
        raise ValueError(f"{len(pictures)} pictures, {len(captions)} captions")
    rows = math.ceil(len(pictures) / columns)
    with course_style():
        figure, axes = plt.subplots(
            rows, columns, figsize=(columns * 1.0, rows * 1.25 + 0.4),
            squeeze=False,
        )  # fmt: skip
        for axis in axes.flat:
            axis.axis("off")
        parts = zip(axes.flat, pictures, captions, strict=False)
        for axis, picture, caption in parts:
            axis.imshow(picture.numpy(), cmap="gray_r", vmin=0, vmax=1)
            axis.set_title(caption, fontsize=9, weight="normal", loc="center")
        figure.suptitle(title, x=0.01, ha="left")
    told = ", ".join(captions)
    show(figure, f"{len(pictures)} pictures. {title}. Captions: {told}.")
