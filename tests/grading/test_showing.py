"""Values as a learner reads them."""

from typing import Any

import numpy as np
import pytest
import torch

from grading.fingerprint import fingerprint
from grading.showing import WIDEST, first_gap, show


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1.0"),
        (1 / 3, "0.33333"),
        (np.float32(0.5), "0.5"),
        (float("nan"), "nan"),
        (1e-9, "1e-09"),
        (True, "True"),
        ("a", "'a'"),
        (torch.tensor(2.5), "2.5"),
        (torch.tensor([1, 2]), "tensor([1, 2])"),
        (torch.tensor([0.5], dtype=torch.bfloat16), "tensor([0.5])"),
        (np.array([[0.5]]), "array([[0.5]])"),
        (torch.zeros(5, 8), "tensor of shape (5, 8), float32"),
        ((1,), "(1,)"),
        ({"a": [1.5, None]}, "{'a': [1.5, None]}"),
        (object(), "a object"),
        (ValueError("no"), "ValueError: no"),
    ],
)
def test_a_value(value: Any, text: str) -> None:
    assert show(value) == text


@pytest.mark.parametrize("value", ["a" * 999, list(range(999)), "a\n" * 999])
def test_it_stays_short(value: Any) -> None:
    assert len(show(value)) < WIDEST + 20


@pytest.mark.parametrize(
    ("got", "wanted", "place"),
    [
        (np.array([[1.0, 2.0]]), np.array([[1.0, 5.0]]), "[0, 1] = "),
        ({"a": 1, "b": 2}, {"a": 1, "b": 3}, "['b'] = "),
        ([1, [2, 3]], [1, [2, 4]], "[1][1] = "),
        ([np.zeros(99)], [np.ones(99)], "[0][0] = "),
        (3, 4, ""),
        ([1], [1, 2], ""),
    ],
)
def test_where_two_values_differ(got: Any, wanted: Any, place: str) -> None:
    assert first_gap(got, wanted)[0] == place


def test_a_cell_that_runs_again_makes_the_same_answer() -> None:
    code = "def f(x):\n    return [x + {} for _ in x]"
    made = []
    for number in (1, 1, 2):
        names: dict[str, Any] = {}
        exec(code.format(number), names)
        made.append(fingerprint(names["f"]))
    assert made[0] == made[1] != made[2]
    assert fingerprint({"a": 1}) != fingerprint({"a": 2})
    assert fingerprint(type("A", (), {"f": names["f"]})) != fingerprint(
        type("A", (), {"f": lambda self: 1})
    )
