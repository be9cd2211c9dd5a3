"""Noise of one unit in the last place, in place of processors not at hand.

Another processor adds the same numbers in another order, so that a layer's
result may end in another last bit. :func:`install` moves what PyTorch's
layers and scikit-learn's solvers work with by that much: layers' results, the
gradients with respect to them, solvers' inputs. The noise is a
function of the bits of a number: the same computation gives the same result
twice, as it does on any one processor.
"""

import functools
import importlib
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch.nn.modules.module import register_module_forward_hook

SOME = 2048
"""How many numbers of what a layer returns are moved at most.

The layers behind it, and training, carry the noise on to the others.
"""

Floats = np.ndarray[Any, np.dtype[np.floating[Any]]]
_INTEGERS = {np.float32: np.uint32, np.float64: np.uint64}
_DISTURBED = {torch.float32, torch.float64}
# Solvers that add up products, in an order that depends on the processor.
# Trees are not among them: they sort and count, and do so in one order.
_SOLVERS = (
    ("sklearn.decomposition", ("PCA", "TruncatedSVD")),
    ("sklearn.linear_model", ("LinearRegression", "LogisticRegression")),
    ("sklearn.linear_model", ("LogisticRegressionCV", "Ridge", "RidgeCV")),
    ("sklearn.neural_network", ("MLPClassifier", "MLPRegressor")),
    ("sklearn.svm", ("SVC", "SVR")),
)


def install(seed: int) -> None:
    """Disturb all layers and solvers of this process from now on.

    Parameters
    ----------
    seed
        Which numbers move up and which down.
    """
    hook: Callable[..., Any] = functools.partial(_disturb_output, seed)
    register_module_forward_hook(hook)
    for module, names in _SOLVERS:
        for name in names:
            solver = getattr(importlib.import_module(module), name)
            solver.fit = _with_noise(solver.fit, seed)


def nudge(values: Floats, seed: int) -> Floats:
    """Move numbers up or down by at most one unit in the last place.

    Parameters
    ----------
    values
        Of type ``float32`` or ``float64`` and any shape.
    seed
        Which numbers move, and in which direction.

    Returns
    -------
    numpy.ndarray
        Of the same type and shape. A quarter of the numbers is one unit
        larger, a quarter one smaller. Zeros, infinite values and nan stay
        what they are.
    """
    bits = values.view(_INTEGERS[values.dtype.type])
    mixed = (bits ^ bits.dtype.type(seed * 0x85EBCA6B % 2**32)) * 0x9E3779B1
    mixed = ((mixed >> 15) ^ mixed) * 0x27D4EB2F
    step = ((mixed >> 13) & 1) - ((mixed >> 14) & 1)  # down is all ones
    moved: Floats = (bits + step).view(values.dtype)
    return np.where((values != 0) & np.isfinite(moved), moved, values)


def _disturb_output(
    seed: int, module: torch.nn.Module, inputs: object, output: object
) -> object:
    """Return what a layer returns, with noise; and so with its gradient."""
    if next(module.children(), None) is not None:
        return None  # made of layers, which are disturbed themselves
    return _disturb(output, seed)


def _disturb(output: object, seed: int) -> object:
    if isinstance(output, tuple) and type(output) is tuple:
        return tuple(_disturb(one, seed) for one in output)
    if type(output) is not torch.Tensor or output.dtype not in _DISTURBED:
        return output
    if torch.compiler.is_compiling() or torch._C._is_tracing():
        return output
    return _Noise.apply(output, seed)


class _Noise(torch.autograd.Function):
    """The same numbers with noise, forwards and backwards."""

    @staticmethod
    def forward(ctx: Any, values: torch.Tensor, seed: int) -> torch.Tensor:
        ctx.seed = seed
        return _with_some_nudged(values, seed)

    @staticmethod
    def backward(ctx: Any, gradient: torch.Tensor) -> tuple[torch.Tensor, None]:
        return _with_some_nudged(gradient, ctx.seed), None


def _with_some_nudged(values: torch.Tensor, seed: int) -> torch.Tensor:
    """Return a copy in which up to `SOME` numbers, evenly spread, move."""
    copy = values.clone()  # dense, whatever the strides were
    flat = copy.as_strided((copy.numel(),), (1,))
    some = flat.numpy()[:: -(-len(flat) // SOME) or 1]
    some[:] = nudge(some, seed)
    return copy


def _with_noise(fit: Callable[..., Any], seed: int) -> Callable[..., Any]:
    """Return a solver's ``fit`` for inputs whose last places moved."""

    @functools.wraps(fit)
    def disturbed(self: Any, X: Any, *rest: Any, **named: Any) -> Any:  # noqa: N803
        if isinstance(X, np.ndarray) and X.dtype in (np.float32, np.float64):
            X = nudge(X, seed)  # noqa: N806
        return fit(self, X, *rest, **named)

    return disturbed
