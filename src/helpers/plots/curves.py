"""Lines over a common axis, told apart by colour, dash and a label at the end.

For everything that is neither a learning curve nor a comparison of scores.
"""

from collections.abc import Mapping, Sequence

from helpers.plots.legend import OUTSIDE, Named, add_legend
from helpers.plots.show import show
from helpers.plots.style import COLOURS, LINES, drawing, log_scale
from helpers.plots.values import by_name, first_and_last, gaps, numbers


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
    named = {name: numbers(values) for name, values in by_name(curves).items()}
    sizes = {name: len(values) for name, values in named.items()}
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
    places = numbers(range(1, lengths.pop() + 1) if x is None else x)
    drawn: list[Named] = []
    with drawing(title, (6.6, 3.4)) as (figure, axis):
        looks = zip(named.items(), COLOURS, LINES, strict=False)
        for (name, values), colour, line in looks:
            (artist,) = axis.plot(places, values, color=colour, linestyle=line)
            drawn.append((name, artist))
        axis.set(xlabel=xlabel, ylabel=ylabel)
        if log_y:
            log_scale(axis, "y")
        if len(drawn) > 1:
            add_legend(axis, drawn, **OUTSIDE)
    described = "; ".join(
        f"{name} {first_and_last(values)}{gaps(values)}"
        for name, values in named.items()
    )
    show(
        figure,
        f"Line chart of {ylabel} against {xlabel}. {title}. {described}.",
    )
