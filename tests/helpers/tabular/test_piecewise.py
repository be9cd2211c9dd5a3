"""The piecewise-linear encoding, against the paper's formula."""

from typing import Any, Literal

import numpy as np
import pandas as pd
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from helpers.tabular import PiecewiseLinear

NUMBERS = st.floats(-1e6, 1e6, allow_subnormal=False).map(lambda x: round(x, 3))


def by_the_formula(x: float, edges: list[float]) -> list[float]:
    """Equation 1 of Gorishniy et al. (2022), case by case."""
    bins = len(edges) - 1
    code = []
    for t in range(1, bins + 1):
        low, high = edges[t - 1], edges[t]
        if x < low and t > 1:
            code.append(0.0)
        elif x >= high and t < bins:
            code.append(1.0)
        else:
            code.append((x - low) / (high - low))
    return code


def test_an_example_worked_out_by_hand() -> None:
    coder = PiecewiseLinear(bins=2).fit([[0.0], [10.0], [30.0]])
    assert coder.edges_[0].tolist() == [0, 10, 30]
    rows = coder.transform([[0], [5], [10], [15], [30], [50], [-10]])
    assert rows.tolist() == [
        [0, 0],
        [0.5, 0],
        [1, 0],
        [1, 0.25],
        [1, 1],
        [1, 2],  # beyond the last edge it goes on in a straight line
        [-1, 0],
    ]
    assert rows.dtype == np.float32


@given(
    train=arrays(float, st.integers(2, 30), elements=NUMBERS),
    new=st.lists(NUMBERS, min_size=1, max_size=10),
    bins=st.integers(1, 8),
)
def test_it_is_the_formula_of_the_paper(
    train: Any, new: list[float], bins: int
) -> None:
    coder = PiecewiseLinear(bins).fit(train[:, None])
    edges = coder.edges_[0].tolist()
    expected = np.array([by_the_formula(x, edges) for x in new])
    got = coder.transform(np.array(new)[:, None])
    np.testing.assert_allclose(got, expected, rtol=1e-5, atol=1e-6)


@given(
    train=arrays(float, st.integers(2, 30), elements=NUMBERS),
    bins=st.integers(1, 8),
)
def test_the_number_can_be_read_back(train: Any, bins: int) -> None:
    coder = PiecewiseLinear(bins).fit(train[:, None])
    edges = coder.edges_[0]
    code = coder.transform(train[:, None]).astype(float)
    back = edges[0] + code @ np.diff(edges)
    np.testing.assert_allclose(back, train, atol=1e-6 * np.abs(edges).max())


def test_quantile_edges_hold_equally_many_rows() -> None:
    x = np.random.default_rng(0).lognormal(size=(1000, 1))
    edges = PiecewiseLinear(bins=10).fit(x).edges_[0]
    counts, _ = np.histogram(x, edges)
    assert np.abs(counts - 100).max() <= 1


@pytest.mark.parametrize("kind", ["class", "number"])
def test_a_tree_puts_its_edges_where_the_target_changes(kind: str) -> None:
    x = np.random.default_rng(0).uniform(0, 100, size=(2000, 1))
    jumps = (x[:, 0] > 30).astype(int) + (x[:, 0] > 90)
    y = jumps if kind == "class" else jumps * 0.5 + 0.25
    edges = PiecewiseLinear(bins=3, edges="tree").fit(x, y).edges_[0]
    np.testing.assert_allclose(edges[1:-1], [30, 90], atol=0.3)


@pytest.mark.parametrize("edges", ["quantiles", "tree"])
def test_columns_have_their_own_edges_and_a_constant_one_none(
    edges: Literal["quantiles", "tree"],
) -> None:
    x = np.array([[0, 7], [1, 7], [2, 7], [3, 7]] * 30, float)
    coder = PiecewiseLinear(bins=4, edges=edges).fit(x, x[:, 0] > 1)
    widths = [len(e) - 1 for e in coder.edges_]
    assert widths[1] == 0
    assert coder.transform(x).shape == (120, widths[0])


@pytest.mark.parametrize("edges", ["quantiles", "tree"])
def test_a_column_of_two_values_is_its_own_code(
    edges: Literal["quantiles", "tree"],
) -> None:
    """So the flags that SimpleImputer adds for gaps pass unchanged."""
    flags = np.array([[0.0], [1.0], [0.0], [0.0]] * 30)
    coder = PiecewiseLinear(bins=8, edges=edges).fit(flags, flags[:, 0])
    assert coder.transform(flags).tolist() == flags.tolist()


def test_it_can_be_cloned_like_any_estimator() -> None:
    copy = clone(PiecewiseLinear(bins=5, edges="tree"))
    assert (copy.bins, copy.edges) == (5, "tree")


def test_bad_input_is_explained() -> None:
    x = [[1.0], [2.0]]
    with pytest.raises(ValueError, match="bins must be at least 1"):
        PiecewiseLinear(0).fit(x)
    with pytest.raises(ValueError, match="'quantiles' or 'tree', got 'even'"):
        PiecewiseLinear(edges="even").fit(x)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"fit\(x, y\)"):
        PiecewiseLinear(edges="tree").fit(x)
    with pytest.raises(ValueError, match=r"row 1, column 0.*SimpleImputer"):
        PiecewiseLinear().fit([[1.0], [np.nan]])
    with pytest.raises(ValueError, match=r"\(rows, columns\)"):
        PiecewiseLinear().fit([1.0, 2.0])
    with pytest.raises(ValueError, match="fitted on 1 columns, got 2"):
        PiecewiseLinear().fit(x).transform([[1.0, 2.0]])


def test_tables_and_tensors_are_numbers_too() -> None:
    x = np.arange(60.0).reshape(30, 2)
    y = np.arange(30) % 2
    whole = pd.DataFrame(x, columns=["a", "b"]).astype("Int64")
    half = torch.tensor(x).to(torch.bfloat16)  # exact up to 256
    expected = PiecewiseLinear(4).fit(x).transform(x)
    for same in (whole, half, whole.astype("Float32"), x.tolist()):
        coder = PiecewiseLinear(4).fit(same)
        assert np.array_equal(coder.transform(same), expected)
    tree = PiecewiseLinear(4, "tree").fit(x, y)
    for target in (pd.Series(y, dtype="Int64"), torch.tensor(y), y > 0):
        again = PiecewiseLinear(4, "tree").fit(whole, target)
        assert all(map(np.array_equal, again.edges_, tree.edges_))


@pytest.mark.parametrize("missing", [pd.NA, None, np.nan])
def test_gaps_are_named_however_they_are_written(missing: Any) -> None:
    x = pd.DataFrame({"a": [1, missing, 3], "b": [1, 2, 3]})
    for table in (x, x.astype("Float64"), x.astype(object)):
        with pytest.raises(ValueError, match=r"first at row 1, column 0"):
            PiecewiseLinear(2).fit(table)
    y = pd.Series([0, missing, 1], dtype="Int64")
    with pytest.raises(ValueError, match="y holds nothing at row 1"):
        PiecewiseLinear(2, "tree").fit(np.ones((3, 1)), y)


def test_texts_are_no_numbers() -> None:
    x = pd.DataFrame({"sex": ["F", "M"], "age": [1, 2]})
    with pytest.raises(ValueError, match=r"numbers \(.*'F'.*CategoryCoder"):
        PiecewiseLinear(2).fit(x)


@pytest.mark.parametrize("bins", [np.nan, 2.0, True, "2"])
def test_bins_must_be_a_whole_number(bins: Any) -> None:
    with pytest.raises(ValueError, match="bins must be a whole number"):
        PiecewiseLinear(bins).fit([[1.0], [2.0]])
    assert PiecewiseLinear(np.int64(2)).fit([[1.0], [2.0]])  # type: ignore[arg-type]


def test_it_must_be_fitted_first() -> None:
    with pytest.raises(NotFittedError, match="not fitted yet"):
        PiecewiseLinear().transform([[1.0]])
