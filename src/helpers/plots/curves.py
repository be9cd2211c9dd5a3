"""Lines over a common axis, told apart by colour, dash and a label at the end.

For everything that is neither a learning curve nor a comparison of scores.
"""

from collections.abc import Mapping, Sequence

from matplotlib import pyplot as plt

from helpers.plots.show import show
from helpers.plots.style import COLOURS, LINES, course_style


def plot_curves(
    curves: Mapping[str, Sequence[float]],
    title: str,
    xlabel: str,
    ylabel: str,
    x: Sequence[float] | None = None,
    log_y: bool = False,
) -> None:
    """Draw one line for each named sequence.

    Parameters
    ----------
    curves
        Values by label; at most six, all of one length.
    title
        The finding, in a few words.
    xlabel, ylabel
        What the axes show, with the unit.
    x
        Where the values stand, as many as there are; 1, 2, ... if left out.
    log_y
        Whether the vertical axis is logarithmic.

    Raises
    ------
    ValueError
        If there are no curves, more than six, or their lengths differ, or
        are 0.
    """
    sizes = {name: len(values) for name, values in curves.items()}
    lengths = set(sizes.values())
    if len(sizes) > len(COLOURS) or len(lengths) != 1 or 0 in lengths:
        raise ValueError(
            f"plot_curves draws 1 to {len(COLOURS)} curves of one length, "
            f"got {sizes}"
        )
    if x is not None and {len(x)} != lengths:
        raise ValueError(
            f"x has {len(x)} places, but the curves have {sizes} values"
        )
    places = list(x) if x is not None else list(range(1, lengths.pop() + 1))
    with course_style():
        figure, axis = plt.subplots(figsize=(6.6, 3.4))
        looks = zip(curves.items(), COLOURS, LINES, strict=False)
        for (name, values), colour, line in looks:
            axis.plot(places, values, color=colour, linestyle=line, label=name)
        axis.set(xlabel=xlabel, ylabel=ylabel)
        figure.suptitle(title, x=0.01, ha="left")
        if log_y:
            axis.set_yscale("log")
        if len(curves) > 1:
            axis.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    told = "; ".join(
        f"{name} from {values[0]:.3g} to {values[-1]:.3g}"
        for name, values in curves.items()
    )
    show(
        figure,
        f"Line chart of {ylabel} against {xlabel}. {title}. {told}.",
    )
