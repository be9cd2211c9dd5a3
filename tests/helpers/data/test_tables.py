"""The tables: whole, typed, and with splits that share no row or plot."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from datasets import ClassLabel, DatasetDict
from hypothesis import given
from hypothesis import strategies as st

from helpers.data.splits import SPLITS, split_by_group
from helpers.data.tables import adult, rodents

Loader = Callable[..., DatasetDict]
LOADERS: list[Loader] = [adult, rodents]


def frames(splits: DatasetDict) -> dict[str, pd.DataFrame]:
    return {name: part.to_pandas() for name, part in splits.items()}


@pytest.mark.parametrize(
    ("load", "sizes", "columns", "target", "classes"),
    [
        (adult, (34_189, 7_326, 7_327), 15, "income", 2),
        (rodents, (19_579, 6_901, 6_572), 10, "species", 12),
    ],
)
def test_sizes_columns_and_classes(
    load: Loader,
    sizes: tuple[int, ...],
    columns: int,
    target: str,
    classes: int,
) -> None:
    splits = load()
    assert list(splits) == list(SPLITS)
    assert tuple(splits.num_rows.values()) == sizes
    for part in splits.values():
        assert part.num_columns == columns
        assert isinstance(part.features[target], ClassLabel)
        assert set(part[target]) == set(range(classes))


def test_adult_has_nulls_for_what_is_unknown_and_uci_names() -> None:
    rows = pd.concat(frames(adult()).values())
    unknown = rows.isna().sum()
    assert unknown[unknown > 0].to_dict() == {
        "workclass": 2799,
        "occupation": 2809,
        "native-country": 857,
    }
    assert not (rows == "?").any(axis=None)
    assert {"education-num", "sex", "hours-per-week"} <= set(rows)
    assert rows["income"].sum() == 11_687  # as UCI's description has it


def test_equal_rows_of_adult_are_in_one_part() -> None:
    splits = frames(adult())
    rows = pd.concat(
        [frame.assign(part=name) for name, frame in splits.items()]
    )
    person = [name for name in rows if name != "part"]
    assert rows.duplicated(person).sum() == 52
    at = rows.groupby(person, dropna=False)["part"].nunique()
    assert at.max() == 1


def test_incomes_are_as_common_in_every_part() -> None:
    shares = [frame["income"].mean() for frame in frames(adult()).values()]
    assert max(shares) - min(shares) < 0.015


def test_no_plot_of_the_rodents_is_in_two_parts() -> None:
    splits = frames(rodents())
    plots = [set(frame["plot_id"]) for frame in splits.values()]
    assert [len(part) for part in plots] == [14, 5, 5]
    assert len(set.union(*plots)) == 24
    ids = pd.concat([frame["record_id"] for frame in splits.values()])
    assert ids.is_unique


def test_every_part_of_the_rodents_has_the_common_kinds_of_plot() -> None:
    kinds = [set(f["plot_type"]) for f in frames(rodents()).values()]
    assert kinds[0] - kinds[1] == kinds[0] - kinds[2] == {"Spectab exclosure"}


def test_measures_of_the_rodents_are_plausible_or_null() -> None:
    rows = pd.concat(frames(rodents()).values())
    assert rows["hindfoot_length"].dropna().between(2, 70).all()
    assert rows["weight"].dropna().between(4, 280).all()
    assert rows[["weight", "hindfoot_length"]].isna().any().all()
    assert set(rows["sex"].dropna()) == {"F", "M"}


@pytest.mark.parametrize("load", LOADERS)
def test_a_second_call_gives_the_same_rows(load: Loader) -> None:
    first = load()["validation"].to_pandas()
    np.random.seed(99)
    pd.testing.assert_frame_equal(first, load()["validation"].to_pandas())


@pytest.mark.parametrize("load", LOADERS)
def test_the_hub_is_refused(load: Loader) -> None:
    with pytest.raises(ValueError, match=f"{load.__name__}.* no twin"):
        load(source="hub")


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=300))
def test_groups_are_never_torn(groups: list[int]) -> None:
    numbers = np.array(groups)
    splits = split_by_group(numbers)
    assert set(splits) <= set(SPLITS)
    for group in set(groups):
        assert len(set(splits[numbers == group])) == 1


def test_single_rows_are_shared_out_as_promised() -> None:
    splits = split_by_group(np.arange(1000))
    counts = [(splits == part).sum() for part in SPLITS]
    assert counts == [700, 150, 150]
