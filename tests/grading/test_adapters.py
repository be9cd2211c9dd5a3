"""What learners return, as plain data that can be sent and compared."""

import itertools
from collections import Counter, OrderedDict, UserDict, deque, namedtuple
from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch

from grading.adapters import NotAnsweredError, to_plain, to_tensor
from grading.compare import difference
from grading.payload import decode, encode

Pair = namedtuple("Pair", ["one", "other"])
HALF = [1.5, -0.25]  # every float type holds these exactly
ROW = torch.tensor(HALF)


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (np.float32(0.5), 0.5),
        (np.float16(0.5), 0.5),
        (np.int64(3), 3),
        (np.uint8(3), 3),
        (np.bool_(True), True),
        (np.str_("one"), "one"),
        (torch.tensor(0.5), 0.5),
        (torch.tensor(True), True),
        (torch.tensor(0.5, dtype=torch.bfloat16), 0.5),
        (np.array(3), 3),
        ((1, 2.5), [1, 2.5]),
        (Pair(1, "x"), [1, "x"]),
        (torch.zeros(2, 3).shape, [2, 3]),
        (torch.tensor([4, 9]).max(0), [9, 1]),
        (range(3), [0, 1, 2]),
        (deque([1, 2]), [1, 2]),
        (OrderedDict(a=1), {"a": 1}),
        (Counter("aab"), {"a": 2, "b": 1}),
        (UserDict(a=np.int64(1)), {"a": 1}),
        ({3: 1.0}, {"3": 1.0}),
        (pd.Series([1, 2]), [1, 2]),
        (pd.Series(HALF, dtype="float32"), HALF),
        (pd.Series(["a", "b"]), ["a", "b"]),
        (pd.Series([1, None], dtype="Int64"), [1, float("nan")]),
        (pd.Series([True, False]), [True, False]),
        (pd.Series(["a", "b"], dtype="category"), ["a", "b"]),
        (pd.Index([1, 2]), [1, 2]),
        (pd.DataFrame({"a": [1, 2], "b": [3, 4]}), [[1, 3], [2, 4]]),
        (np.array(["a", "b"]), ["a", "b"]),
        (np.array([1, "a", None], dtype=object), [1, "a", None]),
        ([np.float32(0.5), torch.tensor(2), None], [0.5, 2, None]),
    ],
)
def test_replies_of_every_common_type(value: Any, plain: Any) -> None:
    sent = decode(encode(to_plain(value)))
    assert difference(sent, plain, 1e-6, 1e-6) is None
    assert difference(to_plain(value), plain, 1e-6, 1e-6) is None


@pytest.mark.parametrize(
    "tensor",
    [
        ROW.half(),
        ROW.bfloat16(),
        ROW.to(torch.float8_e5m2),
        ROW.double(),
        ROW.requires_grad_(),
        ROW.detach().to_sparse(),
        torch.complex(torch.zeros(2), -ROW.detach()).conj().imag,
        torch.nn.Parameter(ROW.detach()),
    ],
    ids=str,
)
def test_tensors_that_numpy_does_not_take(tensor: torch.Tensor) -> None:
    np.testing.assert_array_equal(to_plain(tensor), HALF)


def test_an_array_is_a_copy_of_the_tensor() -> None:
    weight = torch.zeros(2)
    kept = to_plain(weight)
    weight += 1
    np.testing.assert_array_equal(kept, [0.0, 0.0])


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (b"bytes", "bytes"),
        ({1, 2}, "set"),
        (1j, "complex"),
        (torch.tensor([1j]), "complex"),
        (np.array([1j]), "complex"),
        (np.array(["2024-01-01"], dtype="datetime64[D]"), "date"),
        (pd.Series, "type"),
        (torch.nn.ReLU(), "ReLU"),
    ],
    ids=lambda one: one if isinstance(one, str) else type(one).__name__,
)
def test_what_is_no_reply_is_named(value: Any, name: str) -> None:
    with pytest.raises(TypeError, match=f"neither .*, but {name}$"):
        to_plain([value])


def test_what_is_not_answered_yet() -> None:
    with pytest.raises(NotAnsweredError, match="still"):
        to_plain({"a": [1, ...]})


def test_what_gives_values_one_by_one_is_a_list() -> None:
    for value in (iter([1, 2]), map(int, "12"), {1: 0, 2: 0}.keys()):
        assert to_plain(value) == [1, 2]
    assert to_plain(n for n in (1, 2)) == [1, 2]


def test_an_endless_generator_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grading.adapters.LONGEST", 3)
    assert to_plain(itertools.count()) == [0, 1, 2]


def test_decimals_arrive_as_pytorch_makes_them() -> None:
    assert to_tensor(np.zeros(2)).dtype == torch.float32
    assert to_tensor([np.arange(2)])[0].dtype == torch.int64
