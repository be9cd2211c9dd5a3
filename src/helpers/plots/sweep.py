"""A sweep: how a score follows a setting, with the spread over seeds.

A dot for each run, a line through the means: a bend smaller than the spread of
the dots is no finding.
"""

from collections.abc import Mapping, Sequence

from helpers.plots.legend import OUTSIDE, Named, add_legend
from helpers.plots.show import show
from helpers.plots.style import COLOURS, LINES, drawing, log_scale
from helpers.plots.values import Floats, by_name, check_numbers, gaps, numbers


def plot_sweep(
    curves: Mapping[str, Mapping[float, Sequence[float]]],
    title: str,
    xlabel: str,
    ylabel: str,
    log_x: bool = False,
) -> None:
    """Draw scores against the setting that they were reached with.

    Parameters
    ----------
    curves
        By label, and for each setting, the score of each seed; at most six
        labels.
    title
        The finding, in a few words.
    xlabel
        What the setting is, with its unit.
    ylabel
        What the score is, with the split.
    log_x
        Whether the settings are spread out by their logarithm.

    Raises
    ------
    ValueError
        If there are no curves or more than six, one has no score, or a
        setting is nan.
    """
    named = {name: _by_setting(dict(s)) for name, s in by_name(curves).items()}
    empty = [
        name
        for name, scores in named.items()
        if not scores or not all(len(seeds) for seeds in scores.values())
    ]
    if not 1 <= len(named) <= len(COLOURS) or empty:
        raise ValueError(
            f"plot_sweep draws 1 to {len(COLOURS)} curves with a score for "
            f"each setting, got {len(named)}; without a score: {empty}"
        )
    settings = sorted({x for scores in named.values() for x in scores})
    check_numbers(numbers(settings), "settings")
    drawn: list[Named] = []
    with drawing(title, (6.6, 3.4)) as (figure, axis):
        looks = zip(named.items(), COLOURS, LINES, strict=False)
        for (name, scores), colour, line in looks:
            places = sorted(scores)
            means = [_mean(scores[x]) for x in places]
            (artist,) = axis.plot(places, means, color=colour, linestyle=line)
            drawn.append((name, artist))
            for x in places:
                dots = [x] * len(scores[x])
                axis.plot(dots, scores[x], "o", color=colour, alpha=0.5)
        if log_x:
            log_scale(axis, "x")
            axis.minorticks_off()
        axis.set_xticks(settings, [f"{x:g}" for x in settings])
        axis.set(xlabel=xlabel, ylabel=ylabel)
        if len(drawn) > 1:
            add_legend(axis, drawn, **OUTSIDE)
    described = " ".join(
        _describe(name, scores) for name, scores in named.items()
    )
    show(
        figure,
        f"Dots and lines of {ylabel} against {xlabel}, a dot for each run and "
        f"a line through the means. {title}. {described}",
    )


def _by_setting(scores: Mapping[float, Sequence[float]]) -> dict[float, Floats]:
    return {float(x): numbers(seeds) for x, seeds in scores.items()}


def _describe(name: str, scores: Mapping[float, Floats]) -> str:
    means = ", ".join(
        f"{x:g}: {_mean(scores[x]):.3g}{gaps(scores[x])}"
        for x in sorted(scores)
    )
    return f"{name}, means by setting: {means}."


def _mean(values: Floats) -> float:
    return float(sum(values) / len(values))
