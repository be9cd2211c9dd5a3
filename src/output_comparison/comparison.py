"""The comparison of a cell's new outputs with those that are stored.

Images are not compared, for their bytes differ between machines, but where
one is stored there must be one again. Progress bars do not count as output.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from output_comparison.settle import settle
from output_comparison.spread import OutputSpread
from output_comparison.tolerance import (
    Tolerance,
    align_html,
    align_json,
    align_text,
)

WIDGET_MIME = "application/vnd.jupyter.widget-view+json"

Output = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """What differs: a kind of output, and the two values of it."""

    kind: str
    reference: Any
    test: Any


def is_widget(output: Output) -> bool:
    """Tell whether an output is a widget, such as a progress bar."""
    return WIDGET_MIME in output.get("data", {})


def is_image(output: Output) -> bool:
    """Tell whether an output shows an image."""
    return any(kind.startswith("image/") for kind in output.get("data", {}))


def find_difference(
    test: Iterable[Output],
    reference: Iterable[Output],
    tolerance: Tolerance,
    clean: Callable[[Any], Any],
    spread: Mapping[str, Sequence[OutputSpread]] | None = None,
) -> Difference | None:
    """Return the first difference between new and stored outputs.

    Parameters
    ----------
    test, reference
        The new outputs of a cell and the stored ones. The order matters
        among outputs of one kind only.
    tolerance
        How far decimals may be apart.
    clean
        Applied to each value before it is compared.
    spread
        For each kind of output, what moved in each when rounding was
        disturbed; by default all outputs have to be exact.

    Returns
    -------
    Difference or None
        ``None`` if the outputs agree. In a difference, the test has all that
        agrees written as in the reference.
    """
    tests, references = by_kind(test), by_kind(reference)
    for kind in sorted(tests.keys() | references.keys()):
        new = [clean(value) for value in tests.get(kind, [])]
        old = [clean(value) for value in references.get(kind, [])]
        if len(new) != len(old):
            return Difference(kind, old, new)
        moved = (spread or {}).get(kind, [])
        for n, (one, other) in enumerate(zip(new, old, strict=True)):
            if n < len(moved):
                one = settle(kind, one, other, moved[n])
            aligned = _align(kind, one, other, tolerance)
            if aligned != other:
                return Difference(kind, other, aligned)
    return None


def by_kind(outputs: Iterable[Output]) -> dict[str, list[Any]]:
    """Sort what outputs hold by kind: stdout, stderr, error, or a MIME type.

    Of an image only the fact that it is there is kept.
    """
    values = defaultdict(list)
    for output in outputs:
        if output["output_type"] == "stream":
            values[output["name"]].append(output["text"])
        elif output["output_type"] == "error":
            values["error"].append(f"{output['ename']}: {output['evalue']}")
        elif not is_widget(output):
            for kind, value in output["data"].items():
                image = kind.startswith("image/")
                values[kind].append("an image" if image else value)
    return dict(values)


def _align(kind: str, test: Any, reference: Any, tolerance: Tolerance) -> Any:
    """Align two values in the way that suits their kind."""
    if not isinstance(test, str) or not isinstance(reference, str):
        return align_json(test, reference, tolerance)
    if kind == "text/html":
        return align_html(test, reference, tolerance)
    if kind.startswith("text/") or "/" not in kind:
        return align_text(test, reference, tolerance)
    return test
