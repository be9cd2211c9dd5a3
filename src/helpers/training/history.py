"""The table that a fit leaves behind: one row an epoch, one column a number.

Times are kept apart from the scores, because they differ from run to run.
"""

import math
from dataclasses import dataclass, field

import pandas as pd


@dataclass
class History:
    """Losses and metrics by epoch.

    ``history["valid_loss"]`` is a column as a list; ``len(history)`` the
    number of epochs; ``history.to_pandas()`` the whole table.

    Attributes
    ----------
    rows
        One dictionary an epoch, such as ``{"train_loss": 0.31,
        "valid_loss": 0.42, "learning_rate": 0.001}``.
    seconds
        The wall time of each epoch, validation included.
    """

    rows: list[dict[str, float]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def append(self, row: dict[str, float], seconds: float) -> None:
        """Add an epoch; numbers of NumPy and PyTorch become Python's."""
        self.rows.append({name: float(value) for name, value in row.items()})
        self.seconds.append(seconds)

    @property
    def columns(self) -> list[str]:
        """The names of all columns, in order of appearance."""
        return list(dict.fromkeys(name for row in self.rows for name in row))

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, column: str) -> list[float]:
        if column not in self.columns:
            there = ", ".join(self.columns) or "none, fit first"
            raise KeyError(f"no column {column!r}; there is: {there}")
        return [row.get(column, float("nan")) for row in self.rows]

    def to_pandas(self) -> pd.DataFrame:
        """Return the table with epochs 1, 2, ... as its index."""
        index = pd.RangeIndex(1, len(self) + 1, name="epoch")
        return pd.DataFrame(self.rows, index=index, columns=self.columns)

    def __repr__(self) -> str:
        if not self.rows:
            return "History(no epochs yet)"
        table = self.to_pandas()
        return str(
            table.round({name: _decimals(table[name]) for name in table})
        )


def _decimals(column: pd.Series) -> int:
    """Return 4, or more if a small number would come out as 0."""
    smallest = column[column != 0].abs().min()
    if 0 < smallest < 0.001:  # not if there is none, which gives nan
        return min(1 - math.floor(math.log10(smallest)), 15)
    return 4
