"""The numbers of levels: learned from training rows, two of them reserved."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.preprocessing import OrdinalEncoder

from helpers.tabular import CategoryCoder

LEVEL = st.sampled_from(["a", "b", "c", "d", "e"])


def frame(*columns: list[str | None]) -> pd.DataFrame:
    return pd.DataFrame({f"c{i}": values for i, values in enumerate(columns)})


def test_missing_is_1_unseen_is_0_and_levels_follow_in_order() -> None:
    coder = CategoryCoder().fit(frame(["b", "a", None], ["x", "x", "x"]))
    new = frame(["a", "b", None, "z"], ["x", "y", None, "x"])
    assert coder.transform(new).tolist() == [[2, 2], [3, 0], [1, 1], [0, 2]]
    assert coder.sizes == [4, 3]
    assert coder.names("c0") == ["(unseen or rare)", "(missing)", "a", "b"]


def test_the_number_of_the_missing_is_there_even_if_training_has_none() -> None:
    coder = CategoryCoder().fit(frame(["a", "b"]))
    assert coder.transform(frame([None, "a"])).tolist() == [[1], [2]]


def test_rare_levels_share_the_number_of_the_unseen() -> None:
    coder = CategoryCoder(min_count=2).fit(frame(["a", "a", "b", "c", "c"]))
    assert coder.sizes == [4]
    assert coder.transform(frame(["a", "b", "c", "d"])).tolist() == [
        [2],
        [0],
        [3],
        [0],
    ]


def test_validation_rows_teach_it_nothing() -> None:
    coder = CategoryCoder().fit(frame(["a", "b"]))
    coder.transform(frame(["c", "d"]))
    assert coder.levels_ == {"c0": ["a", "b"]}


def test_whole_numbers_and_bools_are_levels_too() -> None:
    plots = pd.DataFrame({"plot": [7, 3, 7], "wet": [True, False, True]})
    coder = CategoryCoder().fit(plots)
    assert coder.transform(plots).tolist() == [[3, 3], [2, 2], [3, 3]]
    assert coder.transform(plots).dtype == np.int64


@given(
    train=st.lists(LEVEL, min_size=1, max_size=20),
    new=st.lists(LEVEL, min_size=1, max_size=20),
)
def test_it_agrees_with_scikit_learns_encoder(
    train: list[str], new: list[str]
) -> None:
    ours = CategoryCoder().fit(frame(list(train)))
    theirs = OrdinalEncoder(
        handle_unknown="use_encoded_value", unknown_value=-2
    ).fit(frame(list(train)))
    expected = theirs.transform(frame(list(new))).astype(int) + 2
    assert ours.transform(frame(list(new))).tolist() == expected.tolist()


@given(st.lists(st.none() | LEVEL, min_size=1, max_size=30), st.integers(1, 5))
def test_every_number_fits_its_embedding(
    values: list[str | None], min_count: int
) -> None:
    coder = CategoryCoder(min_count).fit(frame(values))
    codes = coder.transform(frame(["a", "b", "c", "d", "e", "z", None]))
    assert codes.min() >= 0
    assert codes.max() < coder.sizes[0] == len(coder.names("c0"))


def test_it_can_be_cloned_like_any_estimator() -> None:
    assert clone(CategoryCoder(min_count=7)).min_count == 7


def test_bad_input_is_explained() -> None:
    with pytest.raises(ValueError, match="min_count must be at least 1"):
        CategoryCoder(0).fit(frame(["a"]))
    with pytest.raises(ValueError, match="no rows"):
        CategoryCoder().fit(frame([]))
    coder = CategoryCoder().fit(frame(["a"], ["b"]))
    with pytest.raises(ValueError, match=r"\['c0', 'c1'\], got \['c0'\]"):
        coder.transform(frame(["a"]))


# A level is the same, whatever type its column happens to have.

ONE_TO_THREE: dict[str, Any] = {
    "int64": pd.Series([1, 2, 3]),
    "int8": pd.Series([1, 2, 3], dtype="int8"),
    "float64": pd.Series([1.0, 2.0, 3.0]),
    "float32": pd.Series([1, 2, 3], dtype="float32"),
    "Int64": pd.Series([1, 2, 3], dtype="Int64"),
    "Float64": pd.Series([1, 2, 3], dtype="Float64"),
    "object": pd.Series([1, 2.0, np.int64(3)], dtype=object),
    "texts": pd.Series(["1", "2", "3"]),
    "category": pd.Series(pd.Categorical([1, 2, 3])),
    "category of floats": pd.Series(pd.Categorical([1.0, 2.0, 3.0])),
    "category of texts": pd.Series(pd.Categorical(["1", "2", "3"])),
}
MISSING_VALUES = [None, np.nan, pd.NA, float("nan")]


@pytest.mark.parametrize("known", ONE_TO_THREE)
@pytest.mark.parametrize("new", ONE_TO_THREE)
def test_a_level_does_not_depend_on_the_type_of_its_column(
    known: str, new: str
) -> None:
    coder = CategoryCoder().fit(pd.DataFrame({"zip": ONE_TO_THREE[known]}))
    assert coder.levels_ == {"zip": ["1", "2", "3"]}
    codes = coder.transform(pd.DataFrame({"zip": ONE_TO_THREE[new]}))
    assert codes.ravel().tolist() == [2, 3, 4]


@pytest.mark.parametrize("known", ONE_TO_THREE)
@pytest.mark.parametrize("gap", MISSING_VALUES)
def test_a_gap_changes_no_other_level(known: str, gap: Any) -> None:
    """It makes floats of whole numbers, and objects of much else."""
    whole = ONE_TO_THREE[known]
    coder = CategoryCoder().fit(pd.DataFrame({"zip": whole}))
    for holed in (
        pd.DataFrame({"zip": [1, gap, 3]}),
        pd.DataFrame({"zip": ["1", gap, "3"]}),
        pd.DataFrame({"zip": pd.Series([1, gap, 3], dtype="Int64")}),
        pd.DataFrame({"zip": pd.Categorical([1, gap, 3])}),
        pd.DataFrame({"zip": whole.mask(whole.index == 1)}),
    ):
        assert coder.transform(holed).ravel().tolist() == [2, 1, 4]
        again = CategoryCoder().fit(holed)
        assert again.levels_ == {"zip": ["1", "3"]}


def test_bools_stay_bools_beside_a_gap() -> None:
    coder = CategoryCoder().fit(pd.DataFrame({"wet": [True, False]}))
    for column in (
        pd.Series([True, None, False]),
        pd.Series([True, pd.NA, False], dtype="boolean"),
        pd.Series([np.True_, np.nan, np.False_], dtype=object),
    ):
        codes = coder.transform(pd.DataFrame({"wet": column}))
        assert codes.ravel().tolist() == [3, 1, 2]


@pytest.mark.parametrize("first", ["float32", "float64", "object", "category"])
@pytest.mark.parametrize("second", ["float32", "float64", "object", "category"])
def test_numbers_with_a_point_keep_it(first: Any, second: Any) -> None:
    values = pd.DataFrame({"dose": [0.1, 2.5, 3.0, -0.0]})
    coder = CategoryCoder().fit(values.astype(first))
    assert coder.levels_ == {"dose": ["0", "0.1", "2.5", "3"]}
    codes = coder.transform(values.astype(second))
    assert codes.ravel().tolist() == [3, 4, 5, 2]


def test_other_values_are_known_by_their_text() -> None:
    day = pd.Timestamp("2020-01-01")
    table = pd.DataFrame(
        {
            "day": pd.Series([day, None]),
            "none": ["", "a"],
            "size": [np.inf, 1e300],
            "mixed": [("a", 1), 3.5],
        }
    )
    coder = CategoryCoder().fit(table)
    assert coder.levels_["day"] == ["2020-01-01 00:00:00"]
    assert coder.levels_["none"] == ["", "a"]
    assert coder.transform(table.astype(object)).tolist() == (
        coder.transform(table).tolist()
    )
    assert coder.transform(table)[:, 1].tolist() == [2, 3]


def test_equal_levels_of_two_types_are_counted_together() -> None:
    mixed = pd.DataFrame({"a": [1, 1.0, "1", "2"]}, dtype=object)
    assert CategoryCoder(min_count=3).fit(mixed).levels_ == {"a": ["1"]}


# Columns may have names of any kind.

COLUMN_NAMES = [0, 7, np.int64(3), 1.5, ("a", 1), "a", "", True, None]


@pytest.mark.parametrize("name", COLUMN_NAMES)
def test_a_column_may_be_called_anything(name: Any) -> None:
    table = pd.DataFrame({"x": ["a", "b"]})
    table.columns = pd.Index([name], tupleize_cols=False)
    coder = CategoryCoder().fit(table)
    assert coder.transform(table).ravel().tolist() == [2, 3]
    assert coder.names(name)[2:] == ["a", "b"]


def test_columns_of_two_levels_and_no_names() -> None:
    pairs = pd.MultiIndex.from_tuples([("a", 1), ("a", 2)])
    table = pd.DataFrame([["x", "y"], ["z", "y"]], columns=pairs)
    coder = CategoryCoder().fit(table)
    assert coder.levels_ == {("a", 1): ["x", "z"], ("a", 2): ["y"]}
    assert coder.transform(table).tolist() == [[2, 2], [3, 2]]
    bare = pd.DataFrame([["x", "y"], ["z", "y"]])
    assert CategoryCoder().fit_transform(bare).tolist() == [[2, 2], [3, 2]]
    with pytest.raises(ValueError, match=r"columns \[0, 1\], got \['0', '1'\]"):
        CategoryCoder().fit(bare).transform(bare.rename(columns=str))


def test_two_columns_of_one_name_are_refused() -> None:
    table = pd.DataFrame([["x", "y"]], columns=["a", "a"])
    with pytest.raises(ValueError, match="two columns are called 'a'"):
        CategoryCoder().fit(table)


@pytest.mark.parametrize(
    "table", [{"a": [1]}, [["a"]], np.array([["a"]]), pd.Series(["a"]), None]
)
def test_what_is_no_table_is_refused(table: Any) -> None:
    message = f"takes a pandas DataFrame, got {type(table).__name__}; make"
    with pytest.raises(TypeError, match=message):
        CategoryCoder().fit(table)
    coder = CategoryCoder().fit(frame(["a"]))
    with pytest.raises(TypeError, match=message):
        coder.transform(table)


def test_tables_without_rows_or_columns() -> None:
    with pytest.raises(ValueError, match=r"or no columns: .* \(2, 0\)"):
        CategoryCoder().fit(pd.DataFrame(index=[0, 1]))
    coder = CategoryCoder().fit(frame(["a"]))
    none = coder.transform(frame(["a"])[:0])
    assert none.shape == (0, 1)
    assert none.dtype == np.int64
    with pytest.raises(NotFittedError, match="not fitted yet"):
        CategoryCoder().transform(frame(["a"]))


@pytest.mark.parametrize("least", [np.nan, 1.5, True, "1", None])
def test_min_count_must_be_a_whole_number(least: Any) -> None:
    """No count is at least nan: every level would be rare."""
    with pytest.raises(ValueError, match="min_count must be a whole number"):
        CategoryCoder(least).fit(frame(["a"]))
    two: Any = np.int64(2)
    assert CategoryCoder(two).fit(frame(["a", "a", "b"])).sizes == [3]
