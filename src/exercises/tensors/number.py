"""One more operation for Number."""

from typing import Any

import numpy as np

from grading.adapters import given, to_plain
from grading.exercise import Array, Exercise, Mistake, Question

TINY = 1e-30


def _ask(rng: np.random.Generator) -> Question:
    return {"values": rng.uniform(0.6, 2.5, size=3)}


def _chains(numbers: Any, tanh: Any) -> list[Any]:
    """Return what is computed from three numbers, each used once or more."""
    a, b, c = numbers
    return [a / b + c, a / (a + b) * c, tanh((a * b + c) / b) / (c / a / b)]


def _use(answer: Any, values: Array) -> Any:
    """Return the value of each chain and its derivatives by a, b and c."""
    given(answer(1.0) / answer(2.0))
    found: list[Any] = []
    for place in range(3):
        numbers = [answer(float(value)) for value in values]
        out = _chains(numbers, lambda one: one.tanh())[place]
        out.backward()
        found.append([out.value, *(number.grad for number in numbers)])
    return to_plain(found)


def _expected(values: Array) -> Array:
    """Differentiate by a complex step: f(x + ih) has the slope in ih."""
    moved = values + TINY * 1j * np.eye(3)  # a row moves one of the three
    slopes = [[f.imag / TINY for f in _chains(row, np.tanh)] for row in moved]
    heights = [f.real for f in _chains(moved[0], np.tanh)]
    return np.array([heights, *slopes]).T


EXERCISE = Exercise(
    section="autograd-in-twenty-lines",
    hints=(
        "A quotient has two inputs. What is its derivative by each of them?",
        "Store, beside each input, the derivative of the result by it, "
        "computed from the values at hand.",
        "By the numerator it is one over the denominator. By the denominator "
        "it is negative: the numerator over the square of the denominator.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "a derivative has the wrong sign: what if the denominator grows?",
            ("-quotient / other.value", "quotient / other.value"),
        ),
        Mistake(
            "the derivative by the denominator has the wrong size",
            ("-quotient / other.value", "-quotient"),
            ("-quotient / other.value", "-1 / other.value**2"),
        ),
        Mistake(
            "the gradient does not reach the denominator",
            (", (other, -quotient / other.value)", ""),
        ),
        Mistake(
            "the derivatives are still those of a product",
            ("1 / other.value", "other.value", "-quotient / other", "self"),
        ),
        Mistake(
            "a number that is used twice keeps only one of its gradients",
            ("self.grad += gradient", "self.grad = gradient"),
        ),
    ),
)
