"""A grid of small images with a caption over each.

For looking at data, and at the mistakes of a model.
"""

from collections.abc import Sequence

from torch import Tensor

from helpers.plots.grid import image_grid
from helpers.plots.show import show
from helpers.plots.values import check_numbers, pixels, texts


def plot_images(
    images: Tensor, captions: Sequence[str], title: str, columns: int = 8
) -> None:
    """Draw images: grey ones as dark ink on white paper, or colour ones.

    Parameters
    ----------
    images
        ``(rows, height, width)``, from 0 (paper) to 1 (ink); or
        ``(rows, 3, height, width)``, red, green and blue from 0 to 1.
    captions
        One line of text for each image.
    title
        What is to be seen.
    columns
        How many images to draw per row.

    Raises
    ------
    ValueError
        If there are no images, they have another shape, hold a nan, or the
        number of captions differs.
    """
    colour = images.ndim == 4 and images.shape[1] == 3
    if not (images.ndim == 3 or colour) or len(images) == 0:
        raise ValueError(
            "images must have the shape (rows, height, width) or (rows, 3, "
            f"height, width), got {tuple(images.shape)}; view flat pixels "
            "as (-1, 8, 8)"
        )
    if len(images) != len(captions):
        raise ValueError(f"{len(images)} images, {len(captions)} captions")
    shown = pixels(images)
    check_numbers(shown, "numbers of these images")
    figure = image_grid(
        shown.transpose(0, 2, 3, 1) if colour else shown,
        captions, title, columns, cmap="gray_r", vmin=0, vmax=1,
    )  # fmt: skip
    described = ", ".join(texts(captions))
    show(figure, f"{len(images)} images. {title}. Captions: {described}.")
