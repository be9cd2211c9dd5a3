"""The time series: splits that follow one another, values as published."""

from collections.abc import Callable

import numpy as np
import pytest
from datasets import DatasetDict, Value
from numpy.typing import NDArray

from helpers.data.series import electricity, traffic

Loader = Callable[[], DatasetDict]
LOADERS: list[Loader] = [electricity, traffic]
HOUR = np.timedelta64(1, "h")


def times(splits: DatasetDict, name: str) -> NDArray[np.datetime64]:
    return np.array(splits[name]["timestamp"][:], "datetime64[s]")


@pytest.mark.parametrize(
    ("load", "sizes", "value"),
    [
        (electricity, (17_544, 4_344, 4_416), "load_kw"),
        (traffic, (29_650, 10_605, 7_949), "traffic_volume"),
    ],
)
def test_sizes_and_columns(
    load: Loader, sizes: tuple[int, ...], value: str
) -> None:
    splits = load()
    assert list(splits) == ["train", "validation", "test"]
    assert tuple(splits.num_rows.values()) == sizes
    for part in splits.values():
        assert part.column_names[:2] == ["timestamp", value]
        assert part.features["timestamp"] == Value("timestamp[s]")
        assert min(part[value]) >= 0


@pytest.mark.parametrize("load", LOADERS)
def test_each_part_begins_after_the_one_before(load: Loader) -> None:
    splits = load()
    train, valid, test = (times(splits, name) for name in splits)
    assert train.max() < valid.min()
    assert valid.max() < test.min()
    for part in (train, valid, test):
        assert (np.diff(part) >= np.timedelta64(0)).all()


def test_electricity_has_every_hour_once() -> None:
    splits = electricity()
    hours = np.concatenate([times(splits, name) for name in splits])
    assert (np.diff(hours) == HOUR).all()
    assert hours[0] == np.datetime64("2012-01-01T00:00")
    assert hours[-1] == np.datetime64("2014-12-31T23:00")


def test_traffic_keeps_the_gaps_and_the_repeated_hours() -> None:
    splits = traffic()
    hours = np.concatenate([times(splits, name) for name in splits])
    steps = np.diff(hours)
    assert (steps == np.timedelta64(0)).any()
    assert (steps > HOUR).any()


def test_a_holiday_is_named_and_any_other_day_is_null() -> None:
    holidays = set(traffic()["train"]["holiday"])
    assert {None, "Christmas Day"} <= holidays
    assert not {"", "None"} & holidays


@pytest.mark.parametrize("load", LOADERS)
def test_a_second_call_gives_the_same_rows(load: Loader) -> None:
    first, again = load()["test"], load()["test"]
    assert first[:] == again[:]


@pytest.mark.parametrize("load", [electricity, traffic])
def test_the_hub_is_refused_only_if_asked_for_by_argument(
    load: Callable[..., DatasetDict], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ValueError, match=f"{load.__name__}.* no twin"):
        load(source="hub")
    with pytest.raises(ValueError, match="'attic'"):
        load(source="attic")
    monkeypatch.setenv("COURSE_SOURCE", "hub")
    assert load().num_rows == load(source="shipped").num_rows
