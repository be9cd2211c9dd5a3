"""Numbers of any origin are drawn alike, and nan is said or refused."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch
from every_plot import NAMES, calls
from figure_fixtures import (
    alts,  # noqa: F401
    show_module,
)
from torch import Tensor

from helpers import plots
from helpers.plots.values import by_name, numbers, texts
from helpers.training import History

NAN = math.nan
OF_TENSORS = ("calibration", "precision and recall", "roc")  # like metrics


def nullable(values: Tensor) -> Any:
    """Return a column of pandas, with an index of its own."""
    if values.ndim != 1:
        return values.numpy()
    index = range(5, 5 + len(values))
    return pd.Series(values.tolist(), index=index, dtype="Float64")


KINDS: dict[str, Callable[[Tensor], Any]] = {
    "bfloat16": lambda x: x.to(torch.bfloat16),
    "float16": lambda x: x.half(),
    "float64": lambda x: x.double(),
    "with a graph": lambda x: x.float().requires_grad_(),
    "NumPy": lambda x: x.numpy(),
    "pandas": nullable,
}


@pytest.mark.parametrize("name", NAMES)
def test_numbers_of_any_origin_are_described_alike(
    name: str,
    alts: list[str],  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And drawn, where matplotlib might get something else than floats."""

    def rounded(values: Tensor) -> Tensor:
        return values.to(torch.float16).to(torch.bfloat16).float()

    calls("a", "b", rounded)[name]()
    for kind, made in KINDS.items():
        if kind in ("NumPy", "pandas") and name in OF_TENSORS:
            continue  # these score first, and metrics take tensors

        def of_kind(x: Tensor, made: Callable[..., Any] = made) -> Any:
            return made(rounded(x))

        calls("a", "b", of_kind)[name]()
        assert alts[-1] == alts[0], kind
        # As floats and as what NumPy does not know, it has been drawn.
        monkeypatch.setattr(show_module, "_png", lambda figure: "png")


def test_lists_hold_numbers_of_any_library() -> None:
    mixed = [1, 2.5, np.int64(3), torch.tensor(4.0).bfloat16(), None, pd.NA]
    assert numbers(mixed).tolist()[:4] == [1, 2.5, 3, 4]
    assert np.isnan(numbers(mixed)[4:]).all()
    column = pd.Series([1, pd.NA], dtype="Int64")
    assert numbers(column)[0] == 1
    assert np.isnan(numbers(column)[1])
    assert numbers(np.array([1, None], dtype=object))[0] == 1


@pytest.mark.parametrize("values", [["0.5"], ["a"], np.array(["1"]), [object]])
def test_what_is_no_number_is_refused(values: Any) -> None:
    with pytest.raises(ValueError, match="a plot needs numbers, got"):
        numbers(values)


def test_names_of_any_library_are_texts() -> None:
    names = [torch.tensor(3), np.int64(4), np.str_("a"), 1.5, ("a", 1)]
    assert texts(names) == ["3", "4", "a", "1.5", "('a', 1)"]


def test_a_column_or_table_of_pandas_is_a_mapping(
    alts: list[str],  # noqa: F811
) -> None:
    shares: Any = pd.Series(["x", "y", "x", "x"]).value_counts(normalize=True)
    plots.plot_bars(shares, "t", "share")
    assert "x 75%, y 25%" in alts[0]
    table: Any = pd.DataFrame({1: [1.0, 2.0], "b": [3.0, 5.0]}, index=[7, 8])
    plots.plot_curves(table, "t", "x", "y")
    assert "1 from 1 to 2; b from 3 to 5" in alts[1]
    plots.plot_scores(table, "t", "score")
    assert "1: mean 1.5, from 1 to 2; b: mean 4, from 3 to 5" in alts[2]


def test_no_name_is_dropped_because_it_comes_twice() -> None:
    with pytest.raises(ValueError, match="same text"):
        by_name(pd.Series([1, 2], index=["a", "a"]))
    with pytest.raises(ValueError, match="same text"):
        by_name({1: 0.1, "1": 0.2})


# Missing numbers in lines and dots: drawn is what there is, and told.


@pytest.mark.parametrize("order", [[0, 1, 2], [1, 0, 2], [2, 1, 0]])
def test_the_range_does_not_depend_on_where_a_nan_stands(
    order: list[int],
    alts: list[str],  # noqa: F811
) -> None:
    values = [[0.25, NAN, 0.5][place] for place in order]
    plots.plot_scores({"a": values}, "t", "score")
    assert "mean nan, from 0.25 to 0.5 (1 of 3 are nan" in alts[0]
    history = History()
    for value in values:
        history.append({"train_loss": value}, 1.0)
    plots.plot_history(history, "t")
    assert "(lowest 0.25, highest 0.5) (1 of 3 are nan" in alts[1]


def test_a_run_that_diverged_is_described_as_far_as_it_went(
    alts: list[str],  # noqa: F811
) -> None:
    plots.plot_lr_range([0.1, 0.2, 0.4], [2, 1, NAN], [2.0, 1.0, NAN], 0.1, "t")
    assert "lowest, 1, at 0.2, and ends at nan (1 of 3 are nan" in alts[0]
    plots.plot_lr_range([0.1, 0.2, 0.4], [2, 1, NAN], [2.0, NAN, 1.0], 0.1, "t")
    assert "lowest, 1, at 0.4" in alts[1]
    plots.plot_curves({"a": [1.0, NAN, math.inf]}, "t", "x", "y")
    assert "a from 1 to inf (2 of 3 are nan or infinite" in alts[2]
    runs = torch.tensor([[1.0, 2.0], [3.0, NAN]])
    plots.plot_seed_bands({"a": runs}, "t", "x", "y", [1, 2])
    assert "a from 2 to nan (1 of 4 are nan" in alts[3]
    plots.plot_sweep({"a": {1: [0.5, NAN], 2: [0.25]}}, "t", "x", "y")
    assert (
        "1: nan (1 of 2 are nan or infinite and not drawn), 2: 0.2" in alts[4]
    )
    plots.plot_scatter({"a": ([1, 3, 9], [2, 4, NAN])}, "t", "x", "y")
    assert "a around 2 and 3 (1 of 3 are nan" in alts[5]
    plots.plot_scatter({"a": ([1], [NAN])}, "t", "x", "y")
    assert "a around nothing (1 of 1" in alts[6]


def test_hours_that_nobody_measured_are_left_out_of_the_errors(
    alts: list[str],  # noqa: F811
) -> None:
    past, truth = torch.ones(24), torch.ones(24)
    truth[3:] = NAN
    ahead, span = torch.full((24,), 3.0), (truth - 1, truth + 1)
    plots.plot_forecast(past, truth, {"m": ahead}, "t", "cars", interval=span)
    assert "from 1 to 1 (21 of 24 are nan or infinite" in alts[0]
    assert "m is off by 2 on average and by 2 at most." in alts[0]
    assert "The interval holds 3 of 3 hours." in alts[0]
    plots.plot_forecast(past, truth * NAN, {"m": ahead}, "t", "cars")
    assert "of no hour is the truth known" in alts[1]


def test_labels_that_are_missing_are_counted_as_one(
    alts: list[str],  # noqa: F811
) -> None:
    """Each nan of a list is an object of its own, unequal to itself."""
    labels: Any = ["a", float("nan"), float("nan"), None, pd.NA, "a", pd.NaT]
    plots.plot_label_counts(labels, "t")
    assert "(missing) 5, a 2." in alts[0]
    numbers_: Any = torch.tensor([3, 1, 3, 3])
    plots.plot_label_counts(numbers_, "t")
    assert "3 3, 1 1." in alts[1]
    plots.plot_label_counts(pd.Categorical(["b", "a", "b"]), "t")  # type: ignore[arg-type]
    assert "b 2, a 1." in alts[2]


def test_maps_with_holes_keep_their_scale(
    alts: list[str],  # noqa: F811
) -> None:
    maps = torch.tensor([[[1.0, -2.0], [NAN, 0.0]], [[0.0, 0.0], [0.0, 0.0]]])
    plots.plot_feature_maps(maps, ["a", "b"], "t", columns=2)
    assert "from -2 (blue) to 1 (red) (1 of 8 are nan" in alts[0]
    assert "1 of them are zero everywhere" in alts[0]


def test_counts_may_have_any_type_but_must_be_counts(
    alts: list[str],  # noqa: F811
) -> None:
    counts = torch.tensor([[3, 200], [1, 4]])
    for kind in (torch.uint8, torch.int64, torch.float32):
        plots.plot_confusion(counts.to(kind), ["a", "b"], "t")
    assert alts[0] == alts[1] == alts[2]
    assert "mistakes: a taken for b 200, b taken for a 1" in alts[0]
    for wrong in (counts / 7, counts * NAN):
        with pytest.raises(ValueError, match="must hold counts"):
            plots.plot_confusion(wrong, ["a", "b"], "t")


# Where a nan would get a place in an order, it is refused.

WEIGHTS = torch.tensor([[0.5, 0.5], [NAN, NAN]])  # every position masked
REFUSED: dict[str, Callable[[], None]] = {
    "attention": lambda: plots.plot_attention(
        WEIGHTS[None], ["a", "b"], ["c"], "t"
    ),
    "alignment": lambda: plots.plot_alignment(
        WEIGHTS, ["a", "b"], ["c", "d"], "t"
    ),
    "points of a map": lambda: plots.plot_embedding_map(
        WEIGHTS, ["a", "b"], [1.0, 2.0], "t", "x"
    ),
    "values of a map": lambda: plots.plot_embedding_map(
        torch.eye(2), ["a", "b"], [1.0, NAN], "t", "x"
    ),
    "lengths": lambda: plots.plot_histogram([1.0, math.inf], "t", "x"),
    "images": lambda: plots.plot_images(WEIGHTS[None], ["a"], "t"),
    "saliency": lambda: plots.plot_saliency(
        torch.zeros(1, 3, 2, 2), WEIGHTS[None], ["a"], "t"
    ),
    "settings": lambda: plots.plot_sweep({"a": {NAN: [1.0]}}, "t", "x", "y"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_nan_has_no_place_in_an_order(name: str) -> None:
    with pytest.raises(
        ValueError, match=r"\d of \d .* are nan or infinite and"
    ):
        REFUSED[name]()


@pytest.mark.parametrize("share", [NAN, pd.NA, None, -0.1, 1.1])
def test_a_share_that_is_none_is_named(share: Any) -> None:
    with pytest.raises(ValueError, match=r"outside: \['b'\]"):
        plots.plot_bars({"a": 0.5, "b": share}, "t", "x")


@pytest.mark.parametrize(
    ("rates", "smooth", "chosen", "message"),
    [
        ([0.1, NAN], [2.0, 1.0], 0.1, "above 0 and growing"),
        ([NAN, 0.1], [2.0, 1.0], 0.1, "above 0 and growing"),
        ([0.1, 0.2], [2.0, 1.0], NAN, r"0, got 0.1 to 0.2 and nan"),
        ([0.1, 0.2], [NAN, 1.0], 0.1, "smoothed loss starts at nan"),
    ],
)
def test_a_range_of_rates_with_nan_is_refused(
    rates: list[float], smooth: list[float], chosen: float, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        plots.plot_lr_range(rates, smooth, smooth, chosen, "t")
