"""Tests of what a learner is told about a reply that is off."""

import numpy as np
import pytest

from helpers.grading.agreement import difference


def told(got: object, wanted: object) -> str | None:
    return difference(got, wanted, rtol=1e-3, atol=1e-5)


def test_equal_within_the_tolerance() -> None:
    assert told({"a": [1.0, "x"]}, {"a": [1.0001, "x"]}) is None
    assert told(np.array([np.nan, 1]), np.array([np.nan, 1])) is None


def test_the_gap_is_told_and_the_answer_is_not() -> None:
    says = told(np.array([1.0, 5.0]), np.array([1.0, 7.5]))
    assert says == "values are off by up to 2.5"


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("got", "wanted", "says"),
    [
        ([np.nan, np.nan], [1.0, 2.0], "there are nan or infinite values"),
        ([np.nan, np.nan], [1.0, np.nan], "the nan are in other places"),
        ([1.0, np.nan], [np.nan, 2.0], "the nan are in other places"),
        ([np.nan, 1.0], [np.nan, 3.0], "values are off by up to 2"),
    ],
)
def test_nan_are_told_without_a_warning(
    got: list[float], wanted: list[float], says: str
) -> None:
    assert told(np.array(got), np.array(wanted)) == says


@pytest.mark.parametrize(
    ("got", "wanted", "says"),
    [
        (None, 1.0, "it returns nothing (None) yet"),
        (np.zeros((2, 1)), np.zeros(2), "the shape is (2, 1), it must be (2,)"),
        ("one", 1.0, "it is no number but str"),
        ([1.0], [1.0, 2.0], "it must return 2 values, not 1"),
        ({"a": 1.0}, {"b": 1.0}, "it must give b"),
    ],
)
def test_another_kind_of_reply(got: object, wanted: object, says: str) -> None:
    assert told(got, wanted) == says
