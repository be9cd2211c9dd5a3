"""What drawings compute with NumPy, PyTorch computes alike."""

import runpy
from typing import Any

import pytest
import torch
from torch import Tensor
from torch.nn.functional import conv2d, scaled_dot_product_attention

from course.drawings.canvas import Drawing
from course.drawings.drawings import SOURCES
from course.drawings.numbers import listed, number
from course.repository.root import REPOSITORY


def source(name: str) -> dict[str, Any]:
    """Return what the source of a drawing defines."""
    return runpy.run_path(str(REPOSITORY / SOURCES / f"{name}.py"))


def tensor(array: Any) -> Tensor:
    return torch.tensor(array, dtype=torch.float64)


def rounded(values: Tensor, digits: int) -> str:
    return listed(number(value, digits) for value in values.tolist())


def drawn(found: dict[str, Any]) -> tuple[str, set[str]]:
    """Return the alt text of a drawing, and all words in it."""
    drawing: Drawing = found["draw"]()
    return drawing.alt, {words.text for words in drawing._words}


def test_convolution() -> None:
    found = source("convolution")
    image, kernel = (tensor(found[name]) for name in ("IMAGE", "KERNEL"))
    output = conv2d(image[None, None], kernel[None, None])[0, 0]
    alt, words = drawn(found)
    assert f"Their sum, {output[found['AT']]:.0f}, is one value" in alt
    assert {number(value) for value in output.flatten().tolist()} <= words


def test_attention() -> None:
    found = source("attention")
    q, k, v = (tensor(found[name]) for name in "QKV")
    row = found["SHOWN"]
    outputs = scaled_dot_product_attention(q[None], k[None], v[None])[0]
    weights = scaled_dot_product_attention(
        q[None], k[None], torch.eye(3, dtype=q.dtype)[None]
    )[0]
    alt, words = drawn(found)
    assert f"the weights {rounded(weights[row], 2)}," in alt
    assert f"the output {rounded(outputs[row], 1)}." in alt
    assert {number(value, 1) for value in outputs.flatten().tolist()} <= words


def test_causal_mask() -> None:
    found = source("causal_mask")
    scores = tensor(found["SCORES"])
    seen = torch.ones_like(scores, dtype=torch.bool).tril()
    weights = scores.masked_fill(~seen, -torch.inf).softmax(dim=1)
    row = found["SHOWN"]
    alt, words = drawn(found)
    assert f"has {rounded(weights[row, : row + 1], 2)}, and 0." in alt
    assert {number(value, 2) for value in weights.flatten().tolist()} <= words


def test_computation_graph() -> None:
    found = source("computation_graph")
    w, b = (
        torch.tensor(float(found[name]), requires_grad=True) for name in "WB"
    )
    loss = (w * found["X"] + b - found["Y"]) ** 2
    loss.backward()
    assert w.grad is not None
    assert b.grad is not None
    alt, _ = drawn(found)
    assert f"squared it is {found['ELL']} = {loss:.0f}." in alt
    assert f"times x is {w.grad:.0f}, the gradient for w." in alt
    assert f"and {b.grad:.0f} is the gradient for b" in alt


@pytest.mark.parametrize("place", [0, 1])
def test_gradients_of_two_processes(place: int) -> None:
    found = source("gradient_flow")
    w = torch.tensor(found["W"], requires_grad=True)
    alone = [(w * x - y) ** 2 for x, y in found["EXAMPLES"]]
    (slope,) = torch.autograd.grad(alone[place], w, retain_graph=True)
    (mean,) = torch.autograd.grad(torch.stack(alone).mean(), w)
    alt, words = drawn(found)
    assert f"*g* = {slope:.0f}" in words
    assert f"both the mean, {mean:.0f}," in alt
    assert f"w = {w - found['RATE'] * mean:.1f} in both" in alt
