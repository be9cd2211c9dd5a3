"""A forecast as a person wants to see it: past, forecast, interval, truth.

The horizontal axis counts hours from the origin, the moment of the forecast.
"""

from collections.abc import Mapping

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from torch import Tensor

from helpers.plots.show import show
from helpers.plots.style import COLOURS, GREY, INK, LINES, course_style

DAY = 24


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
        ``(horizon,)``: what then came.
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
    bounds = {} if interval is None else {"low": interval[0]}
    bounds |= {} if interval is None else {"high": interval[1]}
    _check(past, truth, forecasts, bounds)
    ahead = range(len(truth))
    with course_style():
        figure, axis = plt.subplots(figsize=(8.2, 3.6))
        axis.plot(range(-len(past), 0), past, color=GREY, label="past")
        if interval is not None:
            low, high = interval
            axis.fill_between(
                ahead, low.numpy(), high.numpy(), color=COLOURS[0],
                alpha=0.2, linewidth=0, label=interval_name,
            )  # fmt: skip
        looks = zip(forecasts.items(), COLOURS, LINES[1:], strict=False)
        for (name, values), colour, line in looks:
            axis.plot(ahead, values, color=colour, linestyle=line, label=name)
        axis.plot(ahead, truth, color=INK, linewidth=1.5, label="truth")
        _finish(axis, len(past), len(truth), ylabel)
        figure.suptitle(title, x=0.01, ha="left")
    show(figure, _describe(past, truth, forecasts, title, ylabel, interval))


def _check(
    past: Tensor,
    truth: Tensor,
    forecasts: Mapping[str, Tensor],
    bounds: Mapping[str, Tensor],
) -> None:
    if past.ndim != 1 or len(past) == 0:
        raise ValueError(
            f"the past must be a series (hours,), got {tuple(past.shape)}"
        )
    if not 1 <= len(forecasts) < len(COLOURS):
        raise ValueError(
            f"plot_forecast draws 1 to {len(COLOURS) - 1} forecasts, got "
            f"{len(forecasts)}"
        )
    for name, values in {**forecasts, **bounds}.items():
        if values.shape != truth.shape or truth.ndim != 1:
            raise ValueError(
                f"{name!r} is {tuple(values.shape)} but the truth "
                f"{tuple(truth.shape)}; both must be (horizon,)"
            )


def _finish(axis: Axes, before: int, after: int, ylabel: str) -> None:
    axis.axvline(0, color=GREY, linewidth=1)
    first = -(before // DAY) * DAY
    axis.set_xticks(range(first, after + 1, DAY))
    axis.set(xlabel="hours from the origin", ylabel=ylabel)
    axis.legend(loc="center left", bbox_to_anchor=(1, 0.5))


def _describe(
    past: Tensor,
    truth: Tensor,
    forecasts: Mapping[str, Tensor],
    title: str,
    ylabel: str,
    interval: tuple[Tensor, Tensor] | None,
) -> str:
    """Say how far each forecast is from the truth."""
    told = "; ".join(
        f"{name} is off by {(values - truth).abs().mean().item():.3g} on "
        f"average and by {(values - truth).abs().max().item():.3g} at most"
        for name, values in forecasts.items()
    )
    text = (
        f"Line chart of {ylabel} for {len(past)} hours before a moment and "
        f"{len(truth)} after it. {title}. The truth goes from "
        f"{truth.min().item():.4g} to {truth.max().item():.4g}; {told}."
    )
    if interval is not None:
        inside = (interval[0] <= truth) & (truth <= interval[1])
        text += (
            f" The interval holds {int(inside.sum())} of {len(truth)} hours."
        )
    return text
