"""Encodes numbers piece by piece, so that a network can bend where data do.

A thermometer with a scale of its own for each column: full bins are 1, empty
ones 0, and the bin in which the number lies is filled in proportion.
"""

from typing import Any, Literal, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor
from sklearn.utils.multiclass import type_of_target
from sklearn.utils.validation import check_is_fitted
from torch import Tensor

from helpers.options import whole_number

Floats = npt.NDArray[np.floating]


class PiecewiseLinear(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Piecewise-linear encoding of numerical columns.

    A column with edges ``e_0 < e_1 < ... < e_T`` becomes ``T`` numbers, of
    which number ``t`` is ``(x - e_(t-1)) / (e_t - e_(t-1))``, clipped to
    [0, 1] except below the first edge and above the last, where it goes on in
    a straight line. A column that is constant in the training rows is left
    out.

    Parameters
    ----------
    bins
        The most bins that a column may get.
    edges
        ``"quantiles"`` puts the edges where the rows are; ``"tree"`` where a
        small decision tree for this column alone splits the target.

    Attributes
    ----------
    edges_
        The edges of each column, ascending.

    References
    ----------
    Gorishniy, Rubachev and Babenko (2022), "On embeddings for numerical
    features in tabular deep learning", sections 3.2.1 and 3.2.2.
    """

    def __init__(
        self,
        bins: int = 32,
        edges: Literal["quantiles", "tree"] = "quantiles",
    ) -> None:
        self.bins = bins
        self.edges = edges

    def fit(self, x: npt.ArrayLike, y: npt.ArrayLike | None = None) -> Self:
        """Learn the edges from the training rows.

        Parameters
        ----------
        x
            ``(rows, columns)``, finite numbers.
        y
            ``(rows,)``, the target; needed for ``edges="tree"`` only.

        Raises
        ------
        ValueError
            If an option is unknown, ``y`` is needed, or a number is missing.
        """
        bins = whole_number("bins", self.bins)
        if self.edges not in ("quantiles", "tree"):
            raise ValueError(
                f"edges must be 'quantiles' or 'tree', got {self.edges!r}"
            )
        if self.edges == "tree" and y is None:
            raise ValueError(
                "edges='tree' needs the target: fit(x, y), or choose "
                "edges='quantiles'"
            )
        columns = _finite(x).T
        if self.edges == "quantiles":
            self.edges_ = [_quantile_edges(c, bins) for c in columns]
        else:
            target = _target(y)
            self.edges_ = [_tree_edges(c, target, bins) for c in columns]
        return self

    def transform(self, x: npt.ArrayLike) -> npt.NDArray[np.float32]:
        """Return the encoded rows, ``(rows, bins of all columns)``.

        Raises
        ------
        ValueError
            If the number of columns differs, or a number is missing.
        """
        check_is_fitted(self)
        columns = _finite(x).T
        if len(columns) != len(self.edges_):
            raise ValueError(
                f"fitted on {len(self.edges_)} columns, got {len(columns)}"
            )
        pairs = zip(columns, self.edges_, strict=True)
        encoded = [_encode(column, edges) for column, edges in pairs]
        return np.concatenate(encoded, axis=1).astype(np.float32)


def _encode(column: Floats, edges: Floats) -> Floats:
    """Encode one column: (rows,) -> (rows, bins)."""
    filled = (column[:, None] - edges[:-1]) / np.diff(edges)
    if filled.shape[1] > 1:
        filled[:, 0] = np.minimum(filled[:, 0], 1)
        filled[:, -1] = np.maximum(filled[:, -1], 0)
        filled[:, 1:-1] = np.clip(filled[:, 1:-1], 0, 1)
    return filled


def _quantile_edges(column: Floats, bins: int) -> Floats:
    # "lower": an edge is a value that occurs, never one between two.
    ranks = np.linspace(0, 1, bins + 1)
    return np.unique(np.quantile(column, ranks, method="lower"))


def _tree_edges(column: Floats, target: Floats, bins: int) -> Floats:
    """Return the splits of a tree with one leaf a bin, and both ends."""
    regression = type_of_target(target) == "continuous"
    kind = DecisionTreeRegressor if regression else DecisionTreeClassifier
    ends = [column.min(), column.max()]
    if bins == 1 or np.isin(column, ends).all():  # nothing lies between
        return np.unique(ends)
    tree = kind(max_leaf_nodes=bins, min_samples_leaf=20, random_state=0)
    inner = tree.fit(column[:, None], target).tree_
    splits = inner.threshold[inner.feature >= 0]
    return np.unique([*ends, *splits])


def _numbers(x: Any) -> Floats:
    """Return the numbers of an array, a tensor or a table; nan for gaps."""
    try:
        if isinstance(x, pd.DataFrame):
            columns = [
                column.to_numpy(dtype=np.float64, na_value=np.nan)
                for _, column in x.items()
            ]
            return np.stack(columns, axis=1)
        if isinstance(x, Tensor):
            return x.detach().cpu().double().numpy()
        return np.asarray(x, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"x must hold numbers ({error}); number categories first, with a "
            "CategoryCoder"
        ) from error


def _target(y: Any) -> npt.NDArray[Any]:
    target = np.asarray(_numbers(y) if isinstance(y, Tensor) else y)
    missing = np.flatnonzero(pd.isna(target))
    if len(missing):
        raise ValueError(
            f"y holds nothing at row {missing[0]}; leave such rows out"
        )
    return target


def _finite(x: npt.ArrayLike) -> Floats:
    values = _numbers(x)
    if values.ndim != 2:
        raise ValueError(
            f"x must be (rows, columns), got the shape {values.shape}"
        )
    rows, columns = np.nonzero(~np.isfinite(values))
    if len(rows):
        raise ValueError(
            f"x holds nan or infinity, first at row {rows[0]}, column "
            f"{columns[0]}; fill gaps first, for instance with SimpleImputer"
        )
    return values
