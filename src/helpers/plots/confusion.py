"""A confusion matrix, as a table of coloured cells.

Rows are actual classes, columns predicted ones, as in scikit-learn.
"""

from collections.abc import Sequence

import numpy as np
import seaborn as sns
from numpy.typing import NDArray
from torch import Tensor

from helpers.plots.show import show
from helpers.plots.style import drawing
from helpers.plots.values import Floats, numbers, texts

MOST_DESCRIBED = 5


def plot_confusion(
    matrix: Tensor, names: Sequence[str], title: str, normalize: bool = False
) -> None:
    """Draw a confusion matrix.

    Parameters
    ----------
    matrix
        ``(classes, classes)`` counts, as
        :func:`helpers.metrics.confusion_matrix` gives them.
    names
        The names of the classes.
    title
        The finding, in a few words.
    normalize
        Whether to show the share of each actual class, in per cent, instead of
        counts.

    Raises
    ------
    ValueError
        If the matrix is not square, has another number of names, or does not
        hold counts.
    """
    if matrix.ndim != 2 or tuple(matrix.shape) != (len(names), len(names)):
        raise ValueError(
            f"the matrix has the shape {tuple(matrix.shape)}, but there are "
            f"{len(names)} names; it must be (classes, classes)"
        )
    names = texts(names)
    counts = _whole(numbers(matrix))
    shown: NDArray[np.generic] = counts
    if normalize:
        shown = 100 * counts / np.maximum(counts.sum(1, keepdims=True), 1)
    size = 1.6 + 0.52 * len(names)
    with drawing(title, (size + 0.8, size)) as (figure, axis):
        sns.heatmap(
            shown, annot=True, fmt=".0f" if normalize else "d", cmap="Blues",
            cbar=False, square=True, linewidths=0.5, xticklabels=names,
            yticklabels=names, annot_kws={"size": 9}, ax=axis,
        )  # fmt: skip
        axis.set_xticklabels(
            names, rotation=45, ha="right", rotation_mode="anchor"
        )
        axis.tick_params(axis="y", rotation=0)
        unit = "% of the true class" if normalize else "rows"
        axis.set(xlabel=f"predicted ({unit})", ylabel="true")
    show(figure, f"Confusion matrix. {title}. {_describe(counts, names)}")


def _whole(matrix: Floats) -> NDArray[np.int64]:
    """Return counts, which may come as numbers of any type."""
    if not bool((np.isfinite(matrix) & (matrix == np.rint(matrix))).all()):
        raise ValueError(
            "the matrix must hold counts (whole numbers); for shares pass the "
            "counts and normalize=True"
        )
    return matrix.astype(np.int64)


def _describe(counts: NDArray[np.int64], names: Sequence[str]) -> str:
    """Say how many rows are right, and which mistakes are the most frequent."""
    wrong = counts.copy()
    np.fill_diagonal(wrong, 0)
    order = np.argsort(-wrong, axis=None, kind="stable")[:MOST_DESCRIBED]
    mistakes = [
        f"{names[row]} taken for {names[column]} {wrong[row, column]}"
        for row, column in zip(
            *np.unravel_index(order, wrong.shape), strict=True
        )
        if wrong[row, column]
    ]
    described = f"{counts.trace()} of {counts.sum()} rows are on the diagonal."
    if mistakes:
        described += f" Most frequent mistakes: {', '.join(mistakes)}."
    return described
