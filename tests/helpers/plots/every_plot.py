"""One call of every plot, with texts and numbers of the test's choice."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from helpers import plots
from helpers.training import History

Numbers = Callable[[Tensor], Any]


def _history(metric: str) -> History:
    history = History()
    for loss in (2.0, 1.0):
        row = {"train_loss": loss, f"train_{metric}": loss, "valid_loss": 1.0}
        history.append(row, 1.0)
    return history


def calls(a: str, b: str, to: Numbers = lambda x: x) -> dict[str, Any]:
    """Return a function without arguments for each plot.

    Parameters
    ----------
    a, b
        Two texts, which stand wherever a plot takes texts.
    to
        What the numbers are turned into, for instance half precision.
    """
    draw = torch.Generator().manual_seed(0)

    def rand(*shape: int, low: float = 0.0) -> Any:
        return to(torch.rand(*shape, generator=draw) + low)

    def series(*values: float) -> Any:
        return to(torch.tensor(values))

    two, pair = [a, b], {a: rand(4), b: rand(4)}
    ranked = (rand(4), torch.tensor([0, 1, 1, 0]))
    both = {a: ranked, b: ranked}
    maps = torch.tensor([[[0.75, 0.25], [0.5, 0.5]]]).expand(2, 2, 2)
    weights, maps = to(maps[0]), to(maps)
    weight = torch.tensor(2.0, requires_grad=True)
    counts = to(torch.tensor([[3, 1], [0, 4]]))
    rates, losses = series(0.125, 0.25, 0.5), series(2.0, 1.0, 1.5)
    band = {a: rand(3, 2, low=1), b: rand(3, 2, low=1)}
    doses: Any = {a: {1: rand(2), 2: rand(1)}, b: {1: rand(1), 2: rand(2)}}
    ahead = {a: rand(24), b: rand(24)}
    span = (rand(24, low=-1), rand(24, low=1))
    pair_of_points = {a: (rand(4), rand(4)), b: (rand(4), rand(4))}
    return {
        "alignment": lambda: plots.plot_alignment(weights, two, two, a),
        "attention": lambda: plots.plot_attention(maps, two, two, a),
        "bands": lambda: plots.plot_seed_bands(band, a, b, b, series(1, 2)),
        "bands, log": lambda: plots.plot_seed_bands(
            band, a, b, b, series(1, 2), log_y=True
        ),
        "boundary": lambda: plots.plot_boundary(
            {a: lambda points: points[:, 0], b: lambda points: points[:, 1]},
            pair_of_points,
            a,
            b,
            b,
        ),
        "calibration": lambda: plots.plot_calibration(both, a),
        "confusion": lambda: plots.plot_confusion(counts, two, a),
        "shares of classes": lambda: plots.plot_confusion(
            counts, two, a, normalize=True
        ),
        "curves": lambda: plots.plot_curves(pair, a, b, b),
        "curves, log": lambda: plots.plot_curves(
            pair, a, b, b, x=series(1, 2, 3, 4), log_y=True
        ),
        "descent": lambda: plots.plot_descent(
            series(0, 1),
            series(1, 2),
            rand(2, 2),
            {a: rand(3, 2), b: rand(3, 2)},
            a,
            b,
            b,
        ),
        "doses": lambda: plots.plot_sweep(doses, a, b, b),
        "doses, log": lambda: plots.plot_sweep(doses, a, b, b, log_x=True),
        "feature maps": lambda: plots.plot_feature_maps(rand(2, 3, 3), two, a),
        "forecast": lambda: plots.plot_forecast(
            rand(24), rand(24), ahead, a, b, interval=span, interval_name=b
        ),
        "graph": lambda: plots.plot_graph(weight * 3, {a: weight}, b),
        "history": lambda: plots.plot_history(_history(a), b),
        "intervals": lambda: plots.plot_intervals(
            {a: series(0.5, 0.25, 0.75), b: series(1, 0, 2)}, a, b
        ),
        "label counts": lambda: plots.plot_label_counts([a, b, a], b),
        "lengths": lambda: plots.plot_histogram(rand(9), a, b),
        "map": lambda: plots.plot_embedding_map(rand(2, 2), two, rand(2), a, b),
        "images": lambda: plots.plot_images(rand(2, 3, 3), two, a),
        "colour images": lambda: plots.plot_images(rand(2, 3, 4, 4), two, a),
        "points": lambda: plots.plot_scatter(pair_of_points, a, b, b),
        "precision and recall": lambda: plots.plot_precision_recall(both, a),
        "rate range": lambda: plots.plot_lr_range(
            rates, losses, losses, 0.25, a
        ),
        "roc": lambda: plots.plot_roc(both, a),
        "saliency": lambda: plots.plot_saliency(
            rand(2, 3, 4, 4), rand(2, 4, 4), two, a
        ),
        "scores": lambda: plots.plot_scores(pair, a, b),
        "shares": lambda: plots.plot_bars(
            dict(zip(two, series(0.25, 0.5), strict=True)), a, b
        ),
    }


NAMES = tuple(calls("a", "b"))
