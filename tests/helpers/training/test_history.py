"""The table that a fit leaves behind."""

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch
from small_runs import batches, build, net

from helpers.metrics import accuracy
from helpers.training import History


def two_epochs() -> History:
    history = History()
    history.append({"train_loss": 2.0, "learning_rate": 0.1}, 1.5)
    history.append({"train_loss": 1.0, "valid_loss": 3.0}, 2.5)
    return history


def test_a_fit_leaves_a_column_for_each_split_and_score() -> None:
    history = build(net()).fit(
        batches(8, 4), batches(4, 4), epochs=2, metrics={"accuracy": accuracy}
    )
    assert history.columns == [
        "train_loss",
        "train_accuracy",
        "valid_loss",
        "valid_accuracy",
        "learning_rate",
    ]
    assert len(history) == len(history.seconds) == 2
    assert all(seconds > 0 for seconds in history.seconds)


def test_without_validation_there_are_no_columns_for_it() -> None:
    history = build(net()).fit(batches(8, 4), epochs=1)
    assert history.columns == ["train_loss", "learning_rate"]


def test_a_column_is_a_list_over_the_epochs() -> None:
    assert two_epochs()["train_loss"] == [2.0, 1.0]


def test_an_epoch_without_a_value_has_nan() -> None:
    first, second = two_epochs()["valid_loss"]
    assert math.isnan(first)
    assert second == 3.0


def test_the_table_counts_epochs_from_one() -> None:
    table = two_epochs().to_pandas()
    expected = pd.DataFrame(
        {
            "train_loss": [2.0, 1.0],
            "learning_rate": [0.1, math.nan],
            "valid_loss": [math.nan, 3.0],
        },
        index=pd.RangeIndex(1, 3, name="epoch"),
    )
    pd.testing.assert_frame_equal(table, expected)


def test_an_empty_table_is_still_a_table() -> None:
    table = History().to_pandas()
    assert table.shape == (0, 0)
    assert table.index.name == "epoch"


@pytest.mark.parametrize(
    ("history", "there"),
    [
        (two_epochs(), "train_loss, learning_rate, valid_loss"),
        (History(), "none, fit first"),
    ],
)
def test_a_column_that_is_not_there_is_named(
    history: History, there: str
) -> None:
    with pytest.raises(KeyError, match=f"no column 'loss'; there is: {there}"):
        history["loss"]


def test_what_a_notebook_shows_does_not_depend_on_the_time() -> None:
    quick, slow = two_epochs(), two_epochs()
    slow.seconds = [111.0, 222.0]
    assert repr(quick) == repr(slow)
    assert "2.0" in repr(quick)
    assert repr(History()) == "History(no epochs yet)"


def test_a_small_number_is_not_shown_as_zero() -> None:
    history = History()
    for rate in (0.01, 3e-5):
        history.append({"train_loss": 2.34567, "learning_rate": rate}, 1.0)
    assert "2.3457" in repr(history)
    assert "0.00003" in repr(history)


@pytest.mark.parametrize("value", [0.0, math.nan, math.inf, 1e-320, -1e-6])
def test_any_number_can_be_shown(value: float) -> None:
    history = History()
    history.append({"train_loss": value}, 1.0)
    assert "train_loss" in repr(history)


def test_numbers_of_numpy_and_pytorch_become_pythons() -> None:
    history = History()
    rate = torch.tensor(0.5)
    row: Any = {"train_loss": np.float32(0.5), "rate": rate}
    history.append(row, 1.0)
    rate.mul_(0.1)
    assert repr(history.rows) == "[{'train_loss': 0.5, 'rate': 0.5}]"
