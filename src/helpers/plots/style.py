"""One look for all figures: colours that colour-blind readers can tell apart.

The background is white in both colour modes; the book shows it as a card.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

# Okabe and Ito (2008), "Color universal design", without yellow, which is too
# pale for lines on white.
BLUE = "#0072B2"
ORANGE = "#D55E00"
GREEN = "#009E73"
PINK = "#CC79A7"
SKY = "#56B4E9"
AMBER = "#E69F00"
INK = "#222222"
GREY = "#767676"
COLOURS = (BLUE, ORANGE, GREEN, PINK, SKY, AMBER)
LINES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)))

SETTINGS: dict[Any, Any] = {
    "axes.edgecolor": GREY,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.labelcolor": INK,
    "axes.labelsize": 11,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
    "figure.constrained_layout.use": True,
    "figure.facecolor": "white",
    "figure.titlesize": 12,
    "figure.titleweight": "bold",
    "font.size": 10.5,
    "grid.color": "#E5E5E5",
    "legend.frameon": False,
    "lines.linewidth": 2,
    "text.color": INK,
    "text.parse_math": False,  # a "$" in a label or a token is a "$"
    "xtick.color": INK,
    "ytick.color": INK,
}


@contextmanager
def course_style() -> Iterator[None]:
    """Draw the figures of a block in the course's style."""
    with mpl.rc_context(SETTINGS):
        yield


@contextmanager
def panels(
    title: str,
    size: tuple[float, float],
    rows: int,
    columns: int,
    **options: Any,
) -> Iterator[tuple[Figure, NDArray[Any]]]:
    """Open a figure of several axes, in the course's style.

    Parameters
    ----------
    title
        Written over the figure when the block is done.
    size
        Width and height in inches.
    rows, columns
        How many axes there are.
    **options
        Those of :func:`matplotlib.pyplot.subplots`.

    Yields
    ------
    tuple
        The figure, and its axes as an array (rows, columns). A figure whose
        block fails is closed.
    """
    with course_style():
        figure, axes = plt.subplots(
            rows, columns, figsize=size, squeeze=False, **options
        )
        try:
            yield figure, axes
        except BaseException:
            plt.close(figure)
            raise
        figure.suptitle(title, x=0.01, ha="left")


@contextmanager
def drawing(
    title: str, size: tuple[float, float]
) -> Iterator[tuple[Figure, Axes]]:
    """Open a figure of one pair of axes; see :func:`panels`."""
    with panels(title, size, 1, 1) as (figure, axes):
        yield figure, axes[0, 0]


def log_scale(axis: Axes, which: Literal["x", "y"]) -> None:
    """Make an axis logarithmic, its numbers powers of ten.

    These are written by matplotlib itself, as formulas; data are not.
    """
    with mpl.rc_context({"text.parse_math": True}):
        axis.set(**{f"{which}scale": "log"})
        scale = axis.xaxis if which == "x" else axis.yaxis
        scale.reset_ticks()  # new ones, made under this setting
