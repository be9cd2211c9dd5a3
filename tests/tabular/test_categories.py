"""The numbers of levels: learned from training rows, two of them reserved."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import clone
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
