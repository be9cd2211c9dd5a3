"""From the columns of a table to the tensors of a network.

What is learned from the rows (levels, edges) is learned in ``fit``, as in
scikit-learn, so that only training rows are ever looked at.
"""

from helpers.tabular.categories import CategoryCoder
from helpers.tabular.loader import batch_loader
from helpers.tabular.piecewise import PiecewiseLinear

__all__ = ["CategoryCoder", "PiecewiseLinear", "batch_loader"]
