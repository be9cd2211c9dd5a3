"""What moves in the outputs of a notebook when rounding is disturbed.

A notebook is run several times, each time with other instruction sets,
another number of threads, or noise in the last place. What is printed alike
in all runs is *exact*. A number that moved is *trained*, and so are the
decimals printed beside it: their values in all runs are kept. A line whose
words changed is *loose*: the form of the output is all that another run must
repeat.
"""

import hashlib
import json
import statistics
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from output_comparison.limits import Limits, limits
from output_comparison.lines import Line, lines_of, value_of
from output_comparison.printed import Printed

FOLDER = "spread"
COLUMN = 3
"""How many numbers make a column."""

Outputs = Mapping[str, Sequence[Any]]
"""The outputs of a cell by kind, as `comparison.by_kind` sorts them."""


@dataclass
class OutputSpread:
    """What moved in one output.

    Attributes
    ----------
    form
        A digest of the words of all lines that are not loose.
    numbers
        All numbers of these lines as they were stored, in order.
    moved
        For the place of a trained number among them, its values in all runs.
    columns
        For such a place, the column that it stands in, if it has one.
    loose
        The lines whose words changed.
    shapeless
        Whether even the number of lines changed.
    """

    form: str
    numbers: list[str] = field(default_factory=list)
    moved: dict[str, list[float]] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    loose: list[int] = field(default_factory=list)
    shapeless: bool = False

    @cached_property
    def limits(self) -> dict[int, Limits]:
        """The limits of each trained number, by its place."""
        return {
            int(place): limits(values, self.pooled(place), number.unit)
            for place, values in self.moved.items()
            for number in [Printed.parse(self.numbers[int(place)])]
        }

    def pooled(self, place: str) -> float | None:
        """Return the variance that the numbers beside a number suggest.

        In a column they have one unit, and it is the mean of their
        variances. Elsewhere it is relative to the size of each number.
        """
        column = self.columns.get(place)
        others = [one for one, name in self.columns.items() if name == column]
        if column is not None and len(others) >= COLUMN:
            return statistics.fmean(self.variances[one] for one in others)
        if self.relative_variance is None:
            return None
        return self.relative_variance * self.means[place] ** 2

    @cached_property
    def relative_variance(self) -> float | None:
        """The mean variance of numbers that moved, each of size one."""
        relative = [
            variance / self.means[one] ** 2
            for one, variance in self.variances.items()
            if variance and self.means[one]
        ]
        return statistics.fmean(relative) if relative else None

    @cached_property
    def means(self) -> dict[str, float]:
        """The mean of each trained number."""
        return {p: statistics.fmean(one) for p, one in self.moved.items()}

    @cached_property
    def variances(self) -> dict[str, float]:
        """The variance of each trained number between runs."""
        return {p: statistics.variance(one) for p, one in self.moved.items()}


@dataclass
class Spread:
    """What moved in a notebook.

    Attributes
    ----------
    runs
        What each run was disturbed with; the first is the stored one.
    cells
        For the id of a cell and each kind of output, what moved in each
        output of that kind.
    """

    runs: list[str]
    cells: dict[str, dict[str, list[OutputSpread]]]

    def text(self) -> str:
        """Return the contents of its file."""
        cells = {
            cell: {
                kind: [_brief(output) for output in outputs]
                for kind, outputs in kinds.items()
            }
            for cell, kinds in self.cells.items()
        }
        data = {"runs": self.runs, "cells": cells}
        return json.dumps(data, indent=0, sort_keys=True) + "\n"


def spread_path(notebook: Path) -> Path:
    """Return where the spread of a notebook is kept, beside it."""
    return notebook.parent / FOLDER / f"{notebook.stem}.json"


def read_spread(notebook: Path) -> Spread | None:
    """Read what is known of a notebook; None if nothing was measured."""
    path = spread_path(notebook)
    if not path.is_file():
        return None
    data = json.loads(path.read_text("utf-8"))
    cells = {
        cell: {
            kind: [OutputSpread(**output) for output in outputs]
            for kind, outputs in kinds.items()
        }
        for cell, kinds in data["cells"].items()
    }
    return Spread(data["runs"], cells)


def measure(
    runs: Sequence[str], outputs: Sequence[Mapping[str, Outputs]]
) -> Spread:
    """Find out what moved.

    Parameters
    ----------
    runs
        What each run was disturbed with.
    outputs
        For each run, by the id of a cell, its outputs. The first run is the
        stored one.

    Returns
    -------
    Spread
        Of all cells that have outputs.
    """
    stored = outputs[0]
    cells = {}
    for cell, kinds in stored.items():
        cells[cell] = {
            kind: [
                _moved(kind, [_at(run, cell, kind, n) for run in outputs])
                for n in range(len(values))
            ]
            for kind, values in kinds.items()
        }
    return Spread(list(runs), {cell: one for cell, one in cells.items() if one})


def form_of(lines: Sequence[Line]) -> str:
    """Return a digest of the words of lines."""
    words = "\n".join(line.words for line in lines)
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def _brief(output: OutputSpread) -> dict[str, Any]:
    return {name: value for name, value in asdict(output).items() if value}


def _at(
    run: Mapping[str, Outputs], cell: str, kind: str, number: int
) -> Any | None:
    values = run.get(cell, {}).get(kind, [])
    return values[number] if number < len(values) else None


def _moved(kind: str, values: Sequence[Any | None]) -> OutputSpread:
    """Compare what one output was in all runs."""
    if any(value is None for value in values):
        return OutputSpread(form="", shapeless=True)
    runs = [lines_of(kind, value) for value in values]
    if len({len(lines) for lines in runs}) > 1:
        return OutputSpread(form="", shapeless=True)
    by_line = list(zip(*runs, strict=True))
    loose = [
        number
        for number, versions in enumerate(by_line)
        if len({line.words for line in versions}) > 1
    ]
    firm = [one for n, one in enumerate(by_line) if n not in loose]
    result = OutputSpread(
        form=form_of([versions[0] for versions in firm]),
        numbers=[text for one in firm for text in one[0].numbers],
        loose=loose,
    )
    _add_moved(result, firm)
    return result


def _add_moved(result: OutputSpread, by_line: Sequence[Sequence[Line]]) -> None:
    """Keep the values of numbers that moved, and of those that may.

    Where a number moved, those in its column and all decimals come from the
    same training.
    """
    printed: dict[int, list[str]] = {}
    column: dict[int, str] = {}
    for place, texts, name in _numbers(by_line):
        printed[place], column[place] = texts, name
    moved = {place for place, texts in printed.items() if len(set(texts)) > 1}
    columns = {column[place] for place in moved} - {""}
    for place, texts in printed.items():
        fraction = bool(moved) and Printed.parse(texts[0]).decimal
        if place in moved or column[place] in columns or fraction:
            result.moved[str(place)] = [value_of(text) for text in texts]
            if column[place]:
                result.columns[str(place)] = column[place]


def _numbers(
    by_line: Sequence[Sequence[Line]],
) -> Iterator[tuple[int, list[str], str]]:
    """Yield each number: its place, its texts in all runs, its column."""
    place = 0
    sizes: dict[str, int] = defaultdict(int)
    for versions in by_line:
        sizes[versions[0].column] += 1
    for versions in by_line:
        name = versions[0].column if sizes[versions[0].column] > 1 else ""
        for n, texts in enumerate(_across(versions)):
            yield place, list(texts), f"{name}, {n}" if name else ""
            place += 1


def _across(versions: Sequence[Line]) -> list[tuple[str, ...]]:
    """Return, for each number of a line, its texts in all runs."""
    return list(zip(*(one.numbers for one in versions), strict=True))
