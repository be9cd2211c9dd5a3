"""What goes to the kernel of a learner and comes back."""

import json
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grading import payload

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda part: st.lists(part) | st.dictionaries(st.text(), part),
)


@given(plain)
def test_plain_data_comes_back(data: Any) -> None:
    again = payload.decode(payload.encode(data))
    assert json.dumps(again) == json.dumps(data)


@given(
    arrays.arrays(
        st.sampled_from(["float32", "float64", "int64", "bool", "uint8"]),
        arrays.array_shapes(min_dims=0, min_side=0),
    )
)
def test_arrays_come_back(array: np.ndarray[Any, Any]) -> None:
    [again] = payload.decode(payload.encode([array]))
    assert again.dtype == array.dtype
    np.testing.assert_array_equal(again, array)


@pytest.mark.parametrize(
    "value", [{1, 2}, np.array([None]), np.array(["a"]), object()]
)
def test_nothing_else_is_sent(value: object) -> None:
    with pytest.raises(TypeError, match="cannot send"):
        payload.encode([value])


@given(
    st.text()
    | plain.map(json.dumps)
    | st.fixed_dictionaries(
        {
            "array": plain | st.just("AAAA"),
            "dtype": plain | st.sampled_from(["O", "f8", "u1,u1", "(9,)u1"]),
            "shape": plain | st.lists(st.integers() | st.floats()),
        }
    ).map(json.dumps)
)
def test_no_reply_raises_anything_else(text: str) -> None:
    with suppress(ValueError):
        payload.decode(text)


@pytest.mark.parametrize("reply", [None, 3, "[" * 100_000, "9" * 10_000])
def test_what_is_no_reply(reply: Any) -> None:
    with pytest.raises(ValueError, match=r"not|Exceeds"):
        payload.decode(reply)


def test_long_replies_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payload, "LONGEST", 10)
    with pytest.raises(ValueError, match="too long"):
        payload.decode("[1, 2, 3, 4, 5]")
