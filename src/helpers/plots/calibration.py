"""Calibration: does what has a probability of 70 % happen in 70 % of cases.

Below the diagonal a model is over-confident, above it under-confident.
"""

from collections.abc import Mapping

from torch import Tensor

from helpers.metrics import calibration_error, reliability
from helpers.plots.legend import Named, add_legend
from helpers.plots.show import show
from helpers.plots.style import COLOURS, GREY, LINES, drawing
from helpers.plots.values import by_name, numbers

MARKERS = ("o", "s", "^", "D", "v", "P")


def plot_calibration(
    curves: Mapping[str, tuple[Tensor, Tensor]], title: str, bins: int = 10
) -> None:
    """Draw frequency against probability, a line for each model.

    Parameters
    ----------
    curves
        By label, ``(probs, targets)`` as :func:`helpers.metrics.reliability`
        takes them; at most six.
    title
        The finding, in a few words.
    bins
        How many intervals the range from 0 to 1 is cut into.

    Raises
    ------
    ValueError
        If there are no curves or more than six, or as `reliability` raises.
    """
    named = by_name(curves)
    if not 1 <= len(named) <= len(COLOURS):
        raise ValueError(
            f"plot_calibration draws 1 to {len(COLOURS)} curves, got "
            f"{len(named)}"
        )
    described = []
    with drawing(title, (5.6, 4)) as (figure, axis):
        (diagonal,) = axis.plot([0, 1], [0, 1], color=GREY, linewidth=1)
        drawn: list[Named] = [("perfectly calibrated", diagonal)]
        looks = zip(named.items(), COLOURS, LINES, MARKERS, strict=False)
        for (name, (probs, targets)), colour, line, marker in looks:
            points = reliability(probs, targets, bins)
            (artist,) = axis.plot(
                numbers(points.confidence), numbers(points.frequency),
                color=colour, linestyle=line, marker=marker,
            )  # fmt: skip
            drawn.append((name, artist))
            error = calibration_error(probs, targets, bins)
            described.append(f"{name}: calibration error {error:.3f}")
        axis.set(
            xlabel="mean predicted probability", ylabel="observed frequency"
        )
        add_legend(axis, drawn)
    show(figure, f"Calibration curves. {title}. {'; '.join(described)}.")
