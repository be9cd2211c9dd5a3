"""A grid of small pictures with a caption over each.

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
    """Draw pictures: grey ones as dark ink on white paper, or colour ones.

    Parameters
    ----------
    pictures
        ``(rows, height, width)``, from 0 (paper) to 1 (ink); or
        ``(rows, 3, height, width)``, red, green and blue from 0 to 1.
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
    colour = pictures.ndim == 4 and pictures.shape[1] == 3
    if not (pictures.ndim == 3 or colour) or len(pictures) == 0:
        raise ValueError(
            "pictures must have the shape (rows, height, width) or (rows, 3, "
            f"height, width), got {tuple(pictures.shape)}; view flat pixels "
            "as (-1, 8, 8)"
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
            shown = picture.permute(1, 2, 0) if colour else picture
            axis.imshow(shown.numpy(), cmap="gray_r", vmin=0, vmax=1)
            axis.set_title(caption, fontsize=9, weight="normal", loc="center")
        figure.suptitle(title, x=0.01, ha="left")
    told = ", ".join(captions)
    show(figure, f"{len(pictures)} pictures. {title}. Captions: {told}.")
