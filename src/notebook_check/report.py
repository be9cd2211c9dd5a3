"""What the comparison of notebooks covered, for the end of a test run.

A green run says little if most outputs were ignored; the report tells how
many were compared.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass

import pytest

from notebook_check.comparison import Output, is_image, is_widget

TALLY_PROPERTY = "notebook_outputs"
"""The name under which a cell's test report carries its tally."""


@dataclass(frozen=True)
class Tally:
    """Numbers of cells and of their stored outputs."""

    cells: int = 0
    compared: int = 0
    images: int = 0
    ignored: int = 0

    @classmethod
    def of(cls, outputs: Sequence[Output], checked: bool) -> "Tally":
        """Count the outputs of one cell."""
        if not checked:
            return cls(cells=1, ignored=len(outputs))
        widgets = sum(is_widget(output) for output in outputs)
        images = sum(is_image(output) for output in outputs)
        compared = len(outputs) - widgets - images
        return cls(1, compared, images, widgets)

    def __add__(self, other: "Tally") -> "Tally":
        sums = map(sum, zip(astuple(self), astuple(other), strict=True))
        return Tally(*sums)

    def __str__(self) -> str:
        outputs = self.compared + self.images + self.ignored
        share = f" ({self.compared / outputs:.0%})" if outputs else ""
        return (
            f"{self.cells} cells, {outputs} outputs: {self.compared} "
            f"compared{share}, {self.images} images seen but not compared, "
            f"{self.ignored} ignored"
        )

    def as_list(self) -> list[int]:
        """Return the numbers in the form that a test report can carry."""
        return list(astuple(self))


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
