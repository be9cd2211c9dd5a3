"""Wages: the rows with an income, typed, split; and a pickle read safely."""

import lzma
import pickle
from pathlib import Path

import pandas as pd
import pytest

from helpers.data import AssetError, gss_wages
from helpers.data.pickled_table import read_pickled_table


def test_everybody_has_an_income_and_is_in_one_part() -> None:
    splits = gss_wages()
    assert splits.num_rows == {
        "train": 26_520,
        "validation": 5_683,
        "test": 5_684,
    }
    people = pd.concat(part.to_pandas() for part in splits.values())
    assert people["realrinc"].min() > 0
    assert people["occ10"].nunique() == 528
    unknown = people.isna().sum()
    assert unknown["occ10"] == unknown["occrecode"] > 0
    assert unknown["gender"] == unknown["year"] == unknown["wrkstat"] == 0


def test_the_parts_are_the_same_in_every_call() -> None:
    first, second = gss_wages()["test"], gss_wages()["test"]
    assert first[:5] == second[:5]
    assert first._fingerprint == second._fingerprint


def test_the_hub_has_no_twin() -> None:
    with pytest.raises(ValueError, match="no twin on the Hub"):
        gss_wages(source="hub")


class Harmful:
    """Writes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (exec, (f"open({str(self.path)!r}, 'w')",))


def test_code_in_a_pickle_is_not_run(tmp_path: Path) -> None:
    harmful = lzma.compress(pickle.dumps(Harmful(tmp_path / "trace")))
    with pytest.raises(AssetError, match=r"builtins\.exec.*Do not use"):
        read_pickled_table(harmful)
    assert not (tmp_path / "trace").exists()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no pickled table"),
        (lzma.compress(b"text"), "no pickled table"),
        (lzma.compress(pickle.dumps([1, 2])), "expected, got list"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(AssetError, match=message):
        read_pickled_table(data)
