"""Say what the stored spreads hold, and how far they can be trusted.

Each disturbed run in turn is held out, and judged by what the others
measured, as a run on a new processor is judged. A number that falls outside,
or words that changed in that run alone, would have been a false alarm.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path

from course.repository.notebooks import (
    cells,
    chapter_notebooks,
    is_ignored,
    read_notebook,
)
from course.repository.root import REPOSITORY
from output_comparison.lines import value_of
from output_comparison.report import Tally
from output_comparison.spread import OutputSpread, Spread, read_spread
from output_comparison.tolerance import Tolerance

HEAD = "| Chapter | Outputs | Exact | Trained | Form | Images | Ignored |"
HEAD += " Trained numbers | Runs | Held out: outside |"


@dataclass(frozen=True)
class Row:
    """A row of the table.

    Attributes
    ----------
    tally
        How the outputs are compared.
    numbers
        Trained numbers.
    runs
        Runs that the spread rests on, the stored one included.
    tried
        Numbers of all runs.
    outside
        Numbers of a run outside the limits of the other runs.
    """

    tally: Tally
    numbers: int = 0
    runs: int = 0
    tried: int = 0
    outside: int = 0

    def cells(self) -> list[str]:
        """Return what stands in the columns."""
        _, *ways = astuple(self.tally)
        numbers = [sum(ways), *ways, self.numbers, self.runs]
        return [*map(str, numbers), f"{self.outside} of {self.tried}"]


def main(arguments: list[str]) -> int:
    """Print the table; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=REPOSITORY)
    options = parser.parse_args(arguments)
    print(*table(options.root), sep="\n")
    return 0


def table(root: Path) -> Iterator[str]:
    """Yield the lines of the table, a row for each chapter and the sums."""
    yield HEAD
    yield "|---" * (HEAD.count("|") - 1) + "|"
    total = Row(Tally())
    for path in chapter_notebooks(root):
        row = row_of(path)
        total = Row(
            total.tally + row.tally,
            total.numbers + row.numbers,
            max(row.runs, total.runs),
            total.tried + row.tried,
            total.outside + row.outside,
        )
        yield f"| {path.stem} | {' | '.join(row.cells())} |"
    yield f"| all | {' | '.join(total.cells())} |"


def row_of(path: Path) -> Row:
    """Return what is known of a chapter."""
    spread = read_spread(path) or Spread([], {})
    tally = Tally()
    for _, cell in cells(read_notebook(path), "code"):
        checked = not is_ignored(cell)
        known = spread.cells.get(cell.id, {})
        tally += Tally.of(cell.outputs, checked, known)
    outputs = [
        output
        for kinds in spread.cells.values()
        for found in kinds.values()
        for output in found
    ]
    numbers = sum(len(output.moved) for output in outputs)
    outside = sum(held_out(output, len(spread.runs)) for output in outputs)
    runs = len(spread.runs)
    return Row(tally, numbers, runs, numbers * runs, outside)


def held_out(output: OutputSpread, runs: int) -> int:
    """Return how many numbers lie outside the limits of the other runs."""
    return sum(
        not passes(others, place, values[run])
        for run in range(runs)
        for others in [without(output, run)]
        for place, values in output.moved.items()
    )


def passes(known: OutputSpread, place: str, value: float) -> bool:
    """Tell whether a value would be let through."""
    stored = value_of(known.numbers[int(place)])
    return known.limits[int(place)].hold(value) or Tolerance().near(
        value, stored
    )


def without(output: OutputSpread, run: int) -> OutputSpread:
    """Return what would be known if a run had not been made."""
    moved = {place: drop(one, run) for place, one in output.moved.items()}
    return replace(output, moved=moved)


def drop(values: Sequence[float], run: int) -> list[float]:
    """Return the values of the other runs."""
    return [*values[:run], *values[run + 1 :]]
