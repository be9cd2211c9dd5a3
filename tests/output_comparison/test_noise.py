"""Tests of noise in the last place."""

import numpy as np
import pytest
import torch
from forked import run_forked
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import Ridge
from torch import nn

from output_comparison import noise
from output_comparison.noise import nudge

INTEGERS = {"float32": np.int32, "float64": np.int64}


@pytest.mark.parametrize("dtype", INTEGERS)
def test_numbers_move_by_one_place_at_most(dtype: str) -> None:
    values = np.random.default_rng(0).normal(size=(40, 1000)).astype(dtype)
    step = nudge(values, 1).view(INTEGERS[dtype]) - values.view(INTEGERS[dtype])
    assert np.abs(step).max() == 1
    assert (step == 1).mean() == pytest.approx(0.25, abs=0.01)
    assert (step == -1).mean() == pytest.approx(0.25, abs=0.01)


def test_the_noise_is_a_function_of_the_number_and_the_seed() -> None:
    values = np.linspace(1, 2, 1000)
    assert np.array_equal(nudge(values, 1), nudge(values[::-1], 1)[::-1])
    assert not np.array_equal(nudge(values, 1), nudge(values, 2))


@given(st.floats(width=32), st.integers(1, 9))
def test_special_values_stay_and_finite_ones_stay_finite(
    value: float, seed: int
) -> None:
    old = np.array([value], dtype=np.float32)
    new = nudge(old, seed)
    if value == 0 or not np.isfinite(value):
        assert new.tobytes() == old.tobytes()
    else:
        neighbours = {np.float32(value)} | {
            np.nextafter(np.float32(value), np.float32(end))
            for end in (-np.inf, np.inf)
        }
        assert new[0] in neighbours
        assert np.isfinite(new[0])


def check_what_is_disturbed() -> None:
    """Compute before and after the noise is installed."""
    torch.manual_seed(0)
    x = torch.randn(64, 8)
    net = nn.Sequential(nn.Linear(8, 8), nn.ReLU())
    weight = next(net.parameters())
    X, y = np.random.default_rng(0).normal(size=(50, 4)), np.arange(50.0)  # noqa: N806

    def gradient() -> torch.Tensor:
        return torch.autograd.grad(net(x).square().sum(), weight)[0]

    plain, slope, coefficients = net(x), gradient(), Ridge().fit(X, y).coef_
    noise.install(3)
    noisy, again, bent = net(x), net(x), gradient()
    moved = Ridge().fit(X, y).coef_
    assert torch.equal(noisy, again)
    for one, other in ((plain, noisy), (slope, bent)):
        assert not torch.equal(one, other)
        torch.testing.assert_close(one, other, rtol=1e-5, atol=1e-6)
    assert not np.array_equal(coefficients, moved)
    np.testing.assert_allclose(coefficients, moved, rtol=1e-9)
    exported = torch.export.export(net, (x,)).module()
    torch.testing.assert_close(exported(x), plain)


def test_layers_gradients_and_solvers_are_disturbed() -> None:
    """In a process of its own, for the noise is there to stay."""
    run_forked(check_what_is_disturbed)
