"""ROC and precision-recall curves of binary classifiers, over all thresholds.

The better a model ranks, the further its curve lies from that of guessing.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import precision_recall_curve, roc_curve
from torch import Tensor

from helpers.metrics import average_precision, roc_auc
from helpers.plots.legend import Named, add_legend
from helpers.plots.show import show
from helpers.plots.style import COLOURS, GREY, LINES, drawing
from helpers.plots.values import by_name, numbers

Curves = Mapping[str, tuple[Tensor, Tensor]]


class _Line(NamedTuple):
    """One curve, and the area under it as words."""

    x: NDArray[np.floating]
    y: NDArray[np.floating]
    area: str


def plot_roc(curves: Curves, title: str) -> None:
    """Draw the true against the false positive rate, a line for each model.

    Parameters
    ----------
    curves
        By label, ``(scores, targets)``, both ``(rows,)``; the targets are 0
        or 1, a larger score speaks for 1. At most six.
    title
        The finding, in a few words.

    Raises
    ------
    ValueError
        If there are no curves or more than six, or as
        :func:`helpers.metrics.roc_auc` raises.
    """
    lines = {}
    for name, (scores, targets) in by_name(curves).items():
        area = f"AUC {roc_auc(scores, targets):.3f}"
        false_rate, true_rate, _ = roc_curve(numbers(targets), numbers(scores))
        lines[name] = _Line(false_rate, true_rate, area)
    _draw(
        lines,
        title,
        "ROC curves",
        "false positive rate",
        "true positive rate (recall)",
        (0, 1),
    )


def plot_precision_recall(curves: Curves, title: str) -> None:
    """Draw precision against recall, a line for each model.

    Parameters
    ----------
    curves
        As in :func:`plot_roc`; a grey line marks the share of ones in the
        first of them, the precision of guessing.
    title
        The finding, in a few words.

    Raises
    ------
    ValueError
        As :func:`plot_roc`.
    """
    lines = {}
    for name, (scores, targets) in by_name(curves).items():
        area = f"average precision {average_precision(scores, targets):.3f}"
        precisions, recalls, _ = precision_recall_curve(
            numbers(targets), numbers(scores)
        )
        lines[name] = _Line(recalls[:-1], precisions[:-1], area)
    shares = [float(t.double().mean()) for _, t in curves.values()]
    _draw(
        lines,
        title,
        "Precision-recall curves",
        "recall",
        "precision",
        (shares[0], shares[0]) if shares else (0, 0),
    )


def _draw(
    lines: Mapping[str, _Line],
    title: str,
    kind: str,
    xlabel: str,
    ylabel: str,
    guessing: tuple[float, float],
) -> None:
    if not 1 <= len(lines) <= len(COLOURS):
        raise ValueError(
            f"{kind} are drawn for 1 to {len(COLOURS)} models, got {len(lines)}"
        )
    with drawing(title, (5.6, 4)) as (figure, axis):
        (level,) = axis.plot([0, 1], guessing, color=GREY, linewidth=1)
        drawn: list[Named] = [("guessing", level)]
        looks = zip(lines.items(), COLOURS, LINES, strict=False)
        for (name, line), colour, dash in looks:
            (curve,) = axis.plot(line.x, line.y, color=colour, linestyle=dash)
            drawn.append((name, curve))
        axis.set(xlabel=xlabel, ylabel=ylabel, ylim=(-0.02, 1.02))
        add_legend(axis, drawn)
    described = "; ".join(
        f"{name}: {line.area}" for name, line in lines.items()
    )
    show(figure, f"{kind}. {title}. {described}.")
