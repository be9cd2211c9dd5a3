"""Lines with a band around them: the middle and the range of several runs.

A curve of one seed may be luck; the band shows how far the seeds lie apart.
"""

from collections.abc import Mapping, Sequence

from matplotlib import pyplot as plt
from torch import Tensor

from helpers.plots.show import show
from helpers.plots.style import COLOURS, LINES, course_style


def plot_bands(
    runs: Mapping[str, Tensor],
    title: str,
    xlabel: str,
    ylabel: str,
    x: Sequence[float],
    log_y: bool = False,
) -> None:
    """Draw the median of several runs as a line, their range as a band.

    Parameters
    ----------
    runs
        ``(seeds, places)`` by label, at most six.
    title
        The finding, in a few words.
    xlabel, ylabel
        What the axes show, with the unit.
    x
        Where the values stand, as many as there are places.
    log_y
        Whether the vertical axis is logarithmic.

    Raises
    ------
    ValueError
        If there are no runs, more than six, or a shape does not fit ``x``.
    """
    shapes = {name: tuple(values.shape) for name, values in runs.items()}
    fits = all(
        len(shape) == 2 and shape[0] > 0 and shape[1] == len(x)
        for shape in shapes.values()
    )
    if not 1 <= len(runs) <= len(COLOURS) or not fits or len(x) == 0:
        raise ValueError(
            f"plot_bands draws 1 to {len(COLOURS)} sets of runs (seeds, "
            f"{len(x)} places), got {shapes}"
        )
    told = []
    with course_style():
        figure, axis = plt.subplots(figsize=(7.4, 3.6))
        looks = zip(runs.items(), COLOURS, LINES, strict=False)
        for (name, values), colour, line in looks:
            middle = values.quantile(0.5, dim=0)
            low, high = values.amin(dim=0), values.amax(dim=0)
            axis.plot(x, middle, color=colour, linestyle=line, label=name)
            axis.fill_between(
                x, low.numpy(), high.numpy(), color=colour, alpha=0.15,
                linewidth=0,
            )  # fmt: skip
            told.append(f"{name} from {middle[0]:.3g} to {middle[-1]:.3g}")
        axis.set(xlabel=xlabel, ylabel=ylabel)
        if log_y:
            axis.set_yscale("log")
        axis.legend(loc="center left", bbox_to_anchor=(1, 0.5))
        figure.suptitle(title, x=0.01, ha="left")
    show(
        figure,
        f"Line chart of {ylabel} against {xlabel}, a line for the middle of "
        f"the seeds and a band for their range. {title}. {'; '.join(told)}.",
    )
