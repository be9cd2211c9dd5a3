"""Tests of what counts as equal in the outputs of a notebook."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from output_comparison.tolerance import (
    Tolerance,
    align_html,
    align_json,
    align_text,
)

TOLERANCE = Tolerance()


def agree(test: str, reference: str) -> bool:
    return align_text(test, reference, TOLERANCE) == reference


@pytest.mark.parametrize(
    ("test", "reference"),
    [
        ("loss 0.52341", "loss 0.52343"),
        ("0.1235", "0.1234"),
        ("0.0999", "0.1000"),
        ("0.0523", "0.0524"),  # one unit in the last of four decimals
        ("99.99%", "100.00%"),
        ("1.2345e-05", "1.2346e-05"),
        ("1.0001", "1."),
        ("-0.0000", "0.0000"),
        ("1e-08", "-1e-08"),
        ("1,234.5 MB", "1,234.6 MB"),
        ("tensor([-0.0000,  1.2000])", "tensor([0.0000, 1.2000])"),
        ("   loss\n0  9.9999", "    loss\n0  10.0000"),
        ("nan, inf, -inf", "nan, inf, -inf"),
    ],
)
def test_nearly_the_same(test: str, reference: str) -> None:
    assert agree(test, reference)
    assert agree(reference, test)


@pytest.mark.parametrize(
    ("test", "reference"),
    [
        ("0.50", "0.49"),
        ("93.5%", "93.4%"),
        ("0.1236", "0.1234"),
        ("0.0001", "0.0002"),  # one digit is not enough to speak of rounding
        ("1e-05", "2e-05"),
        ("12", "13"),
        ("100000", "100001"),
        ("10000.0", "10001.0"),
        ("10000. Then", "10001. Then"),
        ("nan", "0.5"),
        ("inf", "-inf"),
        ("1e999", "2e999"),
        ("-0.5", "0.5"),
        ("2.15.0", "2.15.1"),
        ("v1.5000", "v1.5001"),
        ("x0.5000", "x0.5001"),
        ("loss 0.5", "lose 0.5"),
        ("a  b 0.5", "a b 0.5"),
        ("0.5\n", "0.5"),
        ("0.5 0.5", "0.5"),
    ],
)
def test_different(test: str, reference: str) -> None:
    assert not agree(test, reference)
    assert not agree(reference, test)


def test_only_what_differs_is_left_in_the_aligned_text() -> None:
    aligned = align_text("a 0.50001, b 0.7", "a 0.5, b 0.6", TOLERANCE)
    assert aligned == "a 0.5, b 0.7"


def test_html_is_exact_in_tags_and_styles_and_near_between_them() -> None:
    reference = '<style>p {w: 0.5000em}</style><td w="0.5000">0.5000</td>'
    near = reference.replace(">0.5000<", ">0.5001<")
    assert align_html(near, reference, TOLERANCE) == reference
    for part in ("w: 0.5000", 'w="0.5000'):
        other = reference.replace(part, part.replace("0.5000", "0.5001"))
        assert align_html(other, reference, TOLERANCE) != reference


def test_json_is_near_in_floats_only() -> None:
    reference = {"accuracy": 0.93461, "count": 1000, "all": [0.5]}
    near = {"accuracy": 0.93462, "count": 1000, "all": [0.50001]}
    assert align_json(near, reference, TOLERANCE) == reference
    for change in (
        {"accuracy": 0.94},
        {"count": 1001},
        {"all": [0.5, 0.5]},
        {"all": [0.51]},
        {"more": 1.0},
    ):
        other = {**reference, **change}
        assert align_json(other, reference, TOLERANCE) != reference


numbers = st.floats(min_value=1e-3, max_value=1e5)
signs = st.sampled_from([1, -1])


@given(numbers, signs, st.floats(-1e-4, 1e-4))
def test_a_change_in_the_fifth_digit_is_accepted(
    size: float, sign: int, change: float
) -> None:
    number = sign * size
    other = number * (1 + change)
    assert agree(f"x {other:.4f}", f"x {number:.4f}")
    assert agree(f"x {other:.3e}", f"x {number:.3e}")
    assert agree(f"x {other!r}", f"x {number!r}")


@given(
    st.floats(min_value=0.1, max_value=1e5),
    signs,
    signs,
    st.floats(0.01, 10.0),
)
def test_a_change_in_the_second_digit_is_rejected(
    size: float, sign: int, direction: int, change: float
) -> None:
    number = sign * size
    other = number * (1 + direction * change)
    assert not agree(f"x {other:.4f}", f"x {number:.4f}")
    assert not agree(f"x {other:.3e}", f"x {number:.3e}")


@given(st.integers(), st.integers())
def test_whole_numbers_must_be_equal(one: int, other: int) -> None:
    assume(one != other)
    assert not agree(f"{one} images", f"{other} images")


@given(st.text(), st.text(alphabet="a 1.5e-,[]\n"))
def test_a_text_agrees_with_itself(text: str, numerals: str) -> None:
    assert agree(text + numerals, text + numerals)


@given(st.text(alphabet="a 1.05e-,[\n"), st.text(alphabet="a 1.05e-,[\n"))
def test_agreement_does_not_depend_on_the_order(one: str, other: str) -> None:
    assert agree(one, other) == agree(other, one)


@given(st.text(alphabet="ab 12\n"), st.text(alphabet="ab 12\n"))
def test_texts_without_decimals_must_be_equal(one: str, other: str) -> None:
    assert agree(one, other) == (one == other)
