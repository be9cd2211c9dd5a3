"""Tests of what a learner is told about a reply that is off."""

from typing import Any

import numpy as np
import pytest

from grading.compare import difference, find_difference

INFINITE = "the infinite values are in other places"


def describe(got: object, wanted: object) -> str | None:
    return difference(got, wanted, rtol=1e-3, atol=1e-5)


def test_equal_within_the_tolerance() -> None:
    assert describe({"a": [1.0, "x"]}, {"a": [1.0001, "x"]}) is None
    assert describe(np.array([np.nan, 1]), np.array([np.nan, 1])) is None


def test_the_gap_is_told_and_the_answer_is_not() -> None:
    says = describe(np.array([1.0, 5.0]), np.array([1.0, 7.5]))
    assert says == "values are off by up to 2.5"


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("got", "wanted", "says"),
    [
        ([np.nan, 1.0], [-np.inf, 1.0], "the nan are in other places"),
        ([np.inf, 1.0], [-np.inf, 1.0], INFINITE),
        ([0.0, -np.inf], [-np.inf, 0.0], INFINITE),
        ([-np.inf, 1.0], [-np.inf, 1.5], "values are off by up to 0.5"),
        ([np.nan, np.nan], [1.0, 2.0], "there are nan or infinite values"),
        ([np.nan, np.nan], [1.0, np.nan], "the nan are in other places"),
        ([1.0, np.nan], [np.nan, 2.0], "the nan are in other places"),
        ([np.nan, 1.0], [np.nan, 3.0], "values are off by up to 2"),
    ],
)
def test_nan_are_told_without_a_warning(
    got: list[float], wanted: list[float], says: str
) -> None:
    assert describe(np.array(got), np.array(wanted)) == says


@pytest.mark.parametrize(
    ("got", "wanted", "says"),
    [
        (None, 1.0, "it returns nothing (None) yet"),
        (np.zeros((2, 1)), np.zeros(2), "the shape is (2, 1), it must be (2,)"),
        ("one", 1.0, "it is no number but str"),
        ([1.0], [1.0, 2.0], "it must return 2 values, not 1"),
        ({"a": 1.0}, {"b": 1.0}, "it must give b: 'b' is missing"),
    ],
)
def test_another_kind_of_reply(got: object, wanted: object, says: str) -> None:
    assert describe(got, wanted) == says


SAME_VALUE = [
    (np.float32(0.5), 0.5),
    (np.int64(3), 3),
    (3.0, 3),
    (np.array(3), 3),
    (np.array(3.0), np.float64(3.0)),
    (np.float16(0.5), np.array(0.5)),
    (np.bool_(True), True),
    (np.array(True), True),
    (True, np.bool_(True)),
    (np.str_("one"), "one"),
    ("one", np.str_("one")),
    (np.array("one"), "one"),
    ((1.0, "x"), [1.0, "x"]),
    ([1.0, "x"], (1.0, "x")),
    (np.array([3, 4]), [3, 4]),
    ([3, 4], np.array([3, 4])),
    (np.array([[1, 2], [3, 4]]), [[1, 2], [3, 4]]),
    (np.array([True, False]), [True, False]),
    (["a", "b"], np.array(["a", "b"])),
    (np.array(["a", None], dtype=object), ["a", None]),
    ([], np.zeros(0)),
]


@pytest.mark.parametrize(("got", "wanted"), SAME_VALUE)
def test_the_value_counts_and_not_its_type(got: object, wanted: object) -> None:
    assert describe(got, wanted) is None
    assert describe([got], [wanted]) is None
    assert describe({"a": got}, {"a": wanted}) is None


@pytest.mark.parametrize(
    ("got", "wanted", "says"),
    [
        (True, 1, "it is no number but bool"),
        (np.bool_(True), 1.0, "it is no number but bool"),
        (np.array(True), 1.0, "it is no number but bool"),
        (1, True, "it must give True or False, not '1'"),
        (np.float32(0), False, "it must give True or False, not '0.0'"),
        (np.bool_(False), True, "it gives 'False'"),
        ("True", True, "it must give True or False, not 'True'"),
        (1, "1", "it gives '1'"),
        (np.array([1.0]), 1.0, "the shape is (1,), it must be ()"),
        ([[1.0], [1.0, 2.0]], np.zeros((2, 2)), "its rows are not of one len"),
        ([1.0, None], np.zeros(2), "it is not made of numbers"),
        ([10**30], np.zeros(1), "it is not made of numbers"),
        ({"a": 1.0}, 1.0, "it is no number but dict"),
        ({"a": 1.0}, [1.0], "it must return 1 values, not one"),
        (np.zeros((2, 1)), [0.0], "it must return 1 values, not 2"),
    ],
)
def test_another_type_that_is_another_value(
    got: object, wanted: object, says: str
) -> None:
    found = describe(got, wanted)
    assert found is not None
    assert found.startswith(says)


@pytest.mark.parametrize("size", [30_000, 1_000_000])
def test_a_whole_number_is_not_its_neighbour(size: int) -> None:
    off = "values are off by up to 1"
    assert describe(size + 1, size) == off
    assert describe(size + 1.0, size) == off
    assert describe(np.array([7, size - 1]), np.array([7, size])) == off
    assert describe(np.float32(size), size) is None
    assert describe(np.array([7, size], dtype="int32"), [7, size]) is None


@pytest.mark.parametrize("scale", [1e-5, 1e-3, 1.0, 1e3, 1e6, 1e12])
def test_decimals_are_judged_by_their_size(scale: float) -> None:
    reference = scale * np.array([1.0, -0.5, 0.0])
    rounded = np.float32(1 / 3) * (3 * reference).astype("float32")
    rounded[2] = scale * 1e-7  # what a sum that cancels leaves in float32
    assert describe(rounded, reference) is None
    for wrong in (1.01, 0.99, 0.0) if scale > 1e-4 else (1.1, 0.0):
        assert describe(wrong * reference, reference) is not None
        assert describe(scale * wrong, scale) is not None


def test_rounding_around_zero_is_no_mistake() -> None:
    for reference in (0.0, 3e-17, -2e-9):
        assert describe(3e-7, reference) is None
        assert describe(2e-5, reference) is not None


def test_a_tolerance_that_is_only_absolute_stays_so() -> None:
    assert difference(0.2, 0.0144, rtol=0, atol=0.3) is None
    assert difference(0.4, 0.0144, rtol=0, atol=0.3) is not None


def test_a_dict_may_have_more_names_but_none_less() -> None:
    wanted = {"low": 1.0, "high": 2.0}
    assert difference(wanted | {"width": 1.0}, wanted, 0, 0) is None
    found = find_difference({"low": 1.0, "width": 1.0}, wanted, 0, 0)
    assert found is not None
    assert found.says == "it must give low, high: 'high' is missing"
    assert found.of_form


@pytest.mark.parametrize(
    ("got", "wanted", "of_form"),
    [
        (1.0, 2.0, False),
        ([1], [2], False),
        ("a", "b", False),
        (True, False, False),
        ({"a": 1}, {"a": 2}, False),
        (None, 1.0, True),
        (1, "a", True),
        (1, True, True),
        ([1, 2], [1], True),
        (np.zeros(2), np.zeros(3), True),
        ({"a": [1]}, {"a": [1, 2]}, True),
    ],
)
def test_form_and_values_are_told_apart(
    got: Any, wanted: Any, of_form: bool
) -> None:
    found = find_difference(got, wanted, 0, 0)
    assert found is not None
    assert found.of_form == of_form
