"""Learning curves: training and validation scores, epoch by epoch.

Both are in one panel, because the gap between them is what to look at.
"""

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from helpers.plots.show import show
from helpers.plots.style import BLUE, GREY, ORANGE, panels
from helpers.plots.values import (
    first_and_last,
    gaps,
    highest,
    lowest,
    numbers,
)
from helpers.training.history import History

LOOKS = {
    "train": (BLUE, "-", "training"),
    "valid": (ORANGE, "--", "validation"),
}


def plot_history(
    history: History, title: str, best_epoch: int | None = None
) -> None:
    """Draw one panel for the loss and one for each metric.

    Parameters
    ----------
    history
        What :meth:`helpers.training.Trainer.fit` returned.
    title
        The finding, in a few words.
    best_epoch
        Marked by a vertical line, for instance where training should stop.

    Raises
    ------
    ValueError
        If the history has no epochs.
    """
    if len(history) == 0:
        raise ValueError("nothing to draw: the history has no epochs yet")
    scores = _scores(history)
    with panels(title, (4.2 * len(scores), 3.4), 1, len(scores)) as (
        figure,
        axes,
    ):
        for axis, score in zip(axes.flat, scores, strict=True):
            _draw(axis, history, score)
            if best_epoch is not None:
                axis.axvline(best_epoch, color=GREY, linewidth=1)
                axis.annotate(
                    f" best: epoch {best_epoch}",
                    (best_epoch, axis.get_ylim()[1]),
                    va="top",
                    color=GREY,
                )
        axes[0, 0].legend()  # its names are those of LOOKS
    described = [_describe(history, score) for score in scores]
    best = "" if best_epoch is None else f" Epoch {best_epoch} is marked."
    show(figure, f"Learning curves. {title}. {' '.join(described)}{best}")


def _scores(history: History) -> list[str]:
    return [
        column.removeprefix("train_")
        for column in history.columns
        if column.startswith("train_")
    ]


def _draw(axis: Axes, history: History, score: str) -> None:
    epochs = range(1, len(history) + 1)
    for split, (colour, line, label) in LOOKS.items():
        if f"{split}_{score}" in history.columns:
            values = numbers(history[f"{split}_{score}"])
            axis.plot(epochs, values, line, color=colour, label=label)
    axis.set_xlabel("epoch")
    axis.xaxis.set_major_locator(MaxNLocator(integer=True))
    axis.set_ylabel(f"{score} (mean per example)" if score == "loss" else score)


def _describe(history: History, score: str) -> str:
    """Say where each curve of a panel starts and ends, and its best point."""
    described = []
    for split, (_, _, label) in LOOKS.items():
        if f"{split}_{score}" in history.columns:
            values = numbers(history[f"{split}_{score}"])
            described.append(
                f"{label} {first_and_last(values)} (lowest "
                f"{lowest(values):.3g}, highest {highest(values):.3g})"
                f"{gaps(values)}"
            )
    return f"{score.capitalize()} over {len(history)} epochs: " + (
        "; ".join(described) + "."
    )
