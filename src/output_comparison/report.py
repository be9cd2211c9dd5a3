"""What the comparison of notebooks covered, for the end of a test run.

A green run says little if most outputs were ignored; the report tells how
many were compared.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass

import pytest

from output_comparison.comparison import Output, by_kind, is_image, is_widget
from output_comparison.spread import OutputSpread

TALLY_PROPERTY = "notebook_outputs"
"""The name under which a cell's test report carries its tally."""


@dataclass(frozen=True)
class Tally:
    """Numbers of cells and of their stored outputs.

    Attributes
    ----------
    cells
        Cells that were run.
    exact
        Outputs that have to be printed alike.
    trained
        Outputs with numbers that have to lie within their limits.
    form
        Outputs with lines whose words are not compared.
    images
        Images, which only have to be there.
    ignored
        Outputs that are not looked at.
    """

    cells: int = 0
    exact: int = 0
    trained: int = 0
    form: int = 0
    images: int = 0
    ignored: int = 0

    @classmethod
    def of(
        cls,
        outputs: Sequence[Output],
        checked: bool,
        spread: Mapping[str, Sequence[OutputSpread]],
    ) -> "Tally":
        """Count the outputs of one cell."""
        if not checked:
            return cls(cells=1, ignored=len(outputs))
        seen: Counter[str] = Counter()
        found: Counter[str] = Counter()
        for output in outputs:
            kinds = list(by_kind([output]))
            moved = [
                spread[kind][seen[kind]]
                for kind in kinds
                if seen[kind] < len(spread.get(kind, []))
            ]
            seen.update(kinds)
            found[_way(output, moved)] += 1
        return cls(cells=1, **found)

    def __add__(self, other: "Tally") -> "Tally":
        sums = map(sum, zip(astuple(self), astuple(other), strict=True))
        return Tally(*sums)

    def __str__(self) -> str:
        total = sum(astuple(self)) - self.cells
        ways = [("exactly", self.exact), ("within limits", self.trained)]
        ways += [("by form", self.form)]
        compared = ", ".join(
            f"{count} compared {way} ({count / total:.0%})"
            for way, count in ways
            if count
        )
        return (
            f"{self.cells} cells, {total} outputs: "
            f"{compared or '0 compared'}, {self.images} images seen but not "
            f"compared, {self.ignored} ignored"
        )

    def as_list(self) -> list[int]:
        """Return the numbers in the form that a test report can carry."""
        return list(astuple(self))


def _way(output: Output, moved: Sequence[OutputSpread]) -> str:
    """Return in which way an output is compared."""
    if is_widget(output):
        return "ignored"
    if is_image(output):
        return "images"
    if any(one.shapeless or one.loose for one in moved):
        return "form"
    return "trained" if any(one.moved for one in moved) else "exact"


def tally_by_notebook(
    reports: Iterable[pytest.TestReport],
) -> dict[str, Tally]:
    """Add up the tallies that test reports carry, for each notebook."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for report in reports:
        for name, numbers in report.user_properties:
            if name == TALLY_PROPERTY and isinstance(numbers, list):
                notebook = report.nodeid.partition("::")[0]
                tallies[notebook] += Tally(*numbers)
    return dict(tallies)


def lines(tallies: dict[str, Tally]) -> Iterator[str]:
    """Write a line for each notebook and, if there are several, a total."""
    for notebook, tally in sorted(tallies.items()):
        yield f"{notebook}: {tally}"
    if len(tallies) > 1:
        yield f"total: {sum(tallies.values(), Tally())}"
