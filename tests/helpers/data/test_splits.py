"""Parts: cut at fixed moments, and no row is put into one by mistake."""

import numpy as np
import pytest

from helpers.data.splits import split_by_time

STARTS = {"validation": "2020-01-01", "test": "2021-01-01"}


def test_what_is_later_is_in_a_later_part() -> None:
    days = ["2019-12-31", "2020-01-01", "2020-12-31", "2021-01-01"]
    splits = split_by_time(np.array(days, "datetime64[s]"), STARTS)
    assert splits.tolist() == ["train", "validation", "validation", "test"]


def test_a_row_without_a_time_is_not_tested_on() -> None:
    times = np.array(["2019-12-31", "NaT"], "datetime64[s]")
    with pytest.raises(ValueError, match="row 1 has no time"):
        split_by_time(times, STARTS)
