"""When two printed numbers count as equal, and two texts that hold them.

A processor of another kind changes results in the sixth digit or so, and
stored outputs must stand that. Whole numbers and words must agree exactly.
"""

import math
import re
from dataclasses import dataclass
from typing import Any

from output_comparison.printed import Printed

# A number with a decimal point or an exponent; no version, no part of a name.
_DECIMAL = re.compile(
    r"((?<![\w.])(?:(?<![\w)\]])[-+])?"
    r"(?:\d{1,3}(?:,\d{3})+\.\d+|\d+\.\d*|\.\d+|\d+(?=[eE][-+]?\d))"
    r"(?:[eE][-+]?\d+)?(?!\.?\d))"
)
_TAG = re.compile(r"(<style.*?</style>|<[^<>]*>)", re.DOTALL)
_PADDING = re.compile(r"(?<=[\[(])[ \t]+|[ \t]+(?=[ \t])")


@dataclass(frozen=True)
class Tolerance:
    """How far two decimals may be apart and count as equal.

    They count as equal within ``rtol`` of the larger one or within ``atol``.
    They may also differ by one unit in the last printed place, for that is
    what rounding does to numbers that are nearly the same, if they show
    enough digits: four significant ones, or two with four decimals, as the
    small entries of a tensor do. Numbers without a fraction (``12.0``) must
    be equal.
    """

    rtol: float = 1e-3
    atol: float = 1e-6

    def near(self, one: float, other: float) -> bool:
        """Tell whether two numbers count as equal."""
        return math.isclose(one, other, rel_tol=self.rtol, abs_tol=self.atol)

    def agree(self, one: str, other: str) -> bool:
        """Tell whether two printed decimals count as equal."""
        left, right = Printed.parse(one), Printed.parse(other)
        if not math.isfinite(left.value) or not math.isfinite(right.value):
            return one == other
        if left.whole and right.whole:
            return left.value == right.value
        if self.near(left.value, right.value):
            return True
        unit = min(left.unit, right.unit) * (1 + 1e-6)
        rounding = abs(left.value - right.value) <= unit
        return rounding and left.precise and right.precise


def align_text(test: str, reference: str, tolerance: Tolerance) -> str:
    """Write a text as the reference wherever the two agree.

    Parameters
    ----------
    test, reference
        A new text and the stored one.
    tolerance
        How far decimals may be apart.

    Returns
    -------
    str
        The reference itself if the texts agree. Otherwise `test`, in which
        only what disagrees still differs from `reference`. The columns of a
        table move with the width of its numbers, and the number of spaces
        between words then does not matter.
    """
    tests, references = _DECIMAL.split(test), _DECIMAL.split(reference)
    if len(tests) != len(references):
        return test
    pairs = list(zip(tests, references, strict=True))
    moved = any(len(new) != len(old) for new, old in pairs[1::2])
    aligned = []
    for place, (new, old) in enumerate(pairs):
        if place % 2:
            same = tolerance.agree(new, old)
        else:
            same = new == old or (moved and _squeeze(new) == _squeeze(old))
        aligned.append(old if same else new)
    return "".join(aligned)


def align_html(test: str, reference: str, tolerance: Tolerance) -> str:
    """Align the text between tags; tags and styles must agree exactly."""
    tests, references = _TAG.split(test), _TAG.split(reference)
    if tests[1::2] != references[1::2]:
        return test
    return "".join(
        align_text(new, old, tolerance)
        for new, old in zip(tests, references, strict=True)
    )


def align_json(test: Any, reference: Any, tolerance: Tolerance) -> Any:
    """Align the floats in JSON data; all else must agree exactly."""
    if isinstance(test, dict) and isinstance(reference, dict):
        return {
            key: align_json(value, reference.get(key), tolerance)
            for key, value in test.items()
        }
    if isinstance(test, list) and isinstance(reference, list):
        if len(test) != len(reference):
            return test
        return [
            align_json(new, old, tolerance)
            for new, old in zip(test, reference, strict=True)
        ]
    if isinstance(test, float) and isinstance(reference, float):
        return reference if tolerance.near(test, reference) else test
    return test


def _squeeze(text: str) -> str:
    return _PADDING.sub("", text)
