"""Numbers of a drawing are written as people read them."""

import numpy as np
import pytest

from course.drawings.numbers import cells, listed, number


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (3, 0, "3"),
        (-2.5, 1, "−2.5"),
        (-0.001, 2, "0.00"),
        (-np.inf, 2, "−∞"),
        (-0.4, 0, "0"),
        (-100, 0, "−100"),
    ],
)
def test_a_number_has_a_real_minus_and_no_negative_zero(
    value: float, digits: int, text: str
) -> None:
    assert number(value, digits) == text


def test_cells_keep_the_rows_of_a_matrix() -> None:
    assert cells(np.array([[1, -2], [0, 3]])) == [["1", "−2"], ["0", "3"]]


def test_a_list_ends_with_and() -> None:
    assert listed(["a"]) == "a"
    assert listed([1, 2, 3]) == "1, 2 and 3"
