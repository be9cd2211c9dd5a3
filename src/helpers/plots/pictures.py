"""A grid of small pictures with a caption over each.

For looking at data, and at the mistakes of a model.
"""

from collections.abc import Sequence

from torch import Tensor

from helpers.plots.grid import picture_grid
from helpers.plots.show import show
from helpers.plots.values import check_numbers, pixels, texts


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
        If there are no pictures, they have another shape, hold a nan, or the
        number of captions differs.
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
    shown = pixels(pictures)
    check_numbers(shown, "numbers of these pictures")
    figure = picture_grid(
        shown.transpose(0, 2, 3, 1) if colour else shown,
        captions, title, columns, cmap="gray_r", vmin=0, vmax=1,
    )  # fmt: skip
    told = ", ".join(texts(captions))
    show(figure, f"{len(pictures)} pictures. {title}. Captions: {told}.")
