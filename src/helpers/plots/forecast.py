"""A forecast as a person wants to see it: past, forecast, interval, truth.

The horizontal axis counts hours from the origin, the moment of the forecast.
"""

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from torch import Tensor

from helpers.plots.legend import OUTSIDE, Named, add_legend
from helpers.plots.show import show
from helpers.plots.style import COLOURS, GREY, INK, LINES, drawing
from helpers.plots.values import (
    Floats,
    by_name,
    gaps,
    highest,
    lowest,
    numbers,
)

DAY = 24
Span = tuple[Floats, Floats]
"""Lower and upper bound of an interval."""


def plot_forecast(
    past: Tensor,
    truth: Tensor,
    forecasts: Mapping[str, Tensor],
    title: str,
    ylabel: str,
    interval: tuple[Tensor, Tensor] | None = None,
    interval_name: str = "interval",
) -> None:
    """Draw the last days before the origin, and what was forecast after it.

    Parameters
    ----------
    past
        ``(hours,)``: what was known, its last value just before the origin.
    truth
        ``(horizon,)``: what then came; nan in an hour that nobody measured.
    forecasts
        ``(horizon,)`` each, by label; one to five.
    title
        The finding, in a few words.
    ylabel
        What is forecast, with its unit.
    interval
        Lower and upper bound, ``(horizon,)`` each.
    interval_name
        What the legend calls the interval, such as ``"90 % interval"``.

    Raises
    ------
    ValueError
        If there is no past, no forecast or too many, or lengths differ.
    """
    before, after = numbers(past), numbers(truth)
    named = {name: numbers(ahead) for name, ahead in by_name(forecasts).items()}
    span = None
    if interval is not None:
        span = numbers(interval[0]), numbers(interval[1])
    _check(before, after, named, span)
    hours = range(len(after))
    drawn: list[Named] = []
    with drawing(title, (8.2, 3.6)) as (figure, axis):
        (line,) = axis.plot(range(-len(before), 0), before, color=GREY)
        drawn.append(("past", line))
        if span is not None:
            band = axis.fill_between(
                hours, *span, color=COLOURS[0], alpha=0.2, linewidth=0
            )
            drawn.append((interval_name, band))
        looks = zip(named.items(), COLOURS, LINES[1:], strict=False)
        for (name, ahead), colour, dash in looks:
            (line,) = axis.plot(hours, ahead, color=colour, linestyle=dash)
            drawn.append((name, line))
        (line,) = axis.plot(hours, after, color=INK, linewidth=1.5)
        drawn.append(("truth", line))
        _finish(axis, len(before), len(after), ylabel)
        add_legend(axis, drawn, **OUTSIDE)
    show(figure, _describe(before, after, named, title, ylabel, span))


def _check(
    past: Floats,
    truth: Floats,
    forecasts: Mapping[str, Floats],
    span: Span | None,
) -> None:
    if past.ndim != 1 or len(past) == 0:
        raise ValueError(
            f"the past must be a series (hours,), got {past.shape}"
        )
    if not 1 <= len(forecasts) < len(COLOURS):
        raise ValueError(
            f"plot_forecast draws 1 to {len(COLOURS) - 1} forecasts, got "
            f"{len(forecasts)}"
        )
    bounds = {} if span is None else {"low": span[0], "high": span[1]}
    for name, values in {**forecasts, **bounds}.items():
        if values.shape != truth.shape or truth.ndim != 1:
            raise ValueError(
                f"{name!r} is {values.shape} but the truth {truth.shape}; "
                "both must be (horizon,)"
            )


def _finish(axis: Axes, before: int, after: int, ylabel: str) -> None:
    axis.axvline(0, color=GREY, linewidth=1)
    first = -(before // DAY) * DAY
    axis.set_xticks(range(first, after + 1, DAY))
    axis.set(xlabel="hours from the origin", ylabel=ylabel)


def _describe(
    past: Floats,
    truth: Floats,
    forecasts: Mapping[str, Floats],
    title: str,
    ylabel: str,
    span: Span | None,
) -> str:
    """Say how far each forecast is from the truth, where that is known."""
    known = np.isfinite(truth)
    if not known.any():
        errors = "of no hour is the truth known"
    else:
        errors = "; ".join(
            f"{name} is off by {np.mean(off):.3g} on average and by "
            f"{np.max(off):.3g} at most{gaps(ahead)}"
            for name, ahead in forecasts.items()
            for off in [np.abs(ahead - truth)[known]]
        )
    text = (
        f"Line chart of {ylabel} for {len(past)} hours before a moment and "
        f"{len(truth)} after it. {title}. The truth goes from "
        f"{lowest(truth):.4g} to {highest(truth):.4g}{gaps(truth)}; {errors}."
    )
    if span is not None:
        inside = ((span[0] <= truth) & (truth <= span[1]))[known]
        text += f" The interval holds {inside.sum()} of {len(inside)} hours."
    return text
