"""Noise of one unit in the last place, in place of processors not at hand.

Another processor adds the same numbers in another order, so that a layer's
result may end in another last bit. :func:`install` moves what PyTorch's
layers and scikit-learn's solvers work with by that much. The noise is a
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

_INTEGERS = {torch.float32: torch.int32, torch.float64: torch.int64}
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


def nudge(values: torch.Tensor, seed: int) -> torch.Tensor:
    """Move numbers up or down by at most one unit in the last place.

    Parameters
    ----------
    values
        Of type ``float32`` or ``float64`` and any shape.
    seed
        Which numbers move, and in which direction.

    Returns
    -------
    torch.Tensor
        Of the same type and shape, without a gradient. A quarter of the
        numbers is one unit larger, a quarter one smaller. Zeros, infinite
        values and nan stay what they are.
    """
    plain = values.detach()
    bits = plain.contiguous().view(_INTEGERS[plain.dtype])
    mixed = (bits * 0x9E3779B1 + seed * 0x85EBCA6B) ^ (bits >> 7)
    mixed = (mixed * 0x27D4EB2F) >> 13
    step = (mixed & 1) - ((mixed >> 1) & 1)
    moved = (bits + step).view(plain.dtype)
    stay = (plain == 0) | ~torch.isfinite(plain) | ~torch.isfinite(moved)
    return torch.where(stay, plain, moved)


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
    if type(output) is not torch.Tensor or output.dtype not in _INTEGERS:
        return output
    if torch.compiler.is_compiling() or torch._C._is_tracing():
        return output
    with torch.no_grad():
        step = nudge(output, seed) - output
    noisy = output + step
    if noisy.requires_grad:
        noisy.register_hook(functools.partial(_nudge_gradient, seed))
    return noisy


def _nudge_gradient(seed: int, gradient: torch.Tensor) -> torch.Tensor:
    if gradient.dtype not in _INTEGERS:
        return gradient
    return nudge(gradient, seed)


def _with_noise(fit: Callable[..., Any], seed: int) -> Callable[..., Any]:
    """Return a solver's ``fit`` for inputs whose last places moved."""

    @functools.wraps(fit)
    def disturbed(self: Any, X: Any, *rest: Any, **named: Any) -> Any:  # noqa: N803
        if isinstance(X, np.ndarray) and X.dtype in (np.float32, np.float64):
            X = nudge(torch.from_numpy(X.copy()), seed).numpy()  # noqa: N806
        return fit(self, X, *rest, **named)

    return disturbed
