"""A new output, written as the stored one wherever the spread allows it."""

from typing import Any

from output_comparison.lines import NUMBER, Line, lines_of, value_of, with_lines
from output_comparison.spread import OutputSpread, form_of
from output_comparison.tolerance import Tolerance


def settle(kind: str, test: Any, reference: Any, spread: OutputSpread) -> Any:
    """Replace in an output what may differ from the stored one.

    Parameters
    ----------
    kind
        The kind of both outputs.
    test, reference
        The new output and the stored one.
    spread
        What moved in this output when rounding was disturbed.

    Returns
    -------
    Any
        `test`, in which every trained number within its limits, and every
        loose line, is written as in `reference`. What is left of a difference
        between the two is not explained by rounding.
    """
    if spread.shapeless:
        return reference
    news, olds = lines_of(kind, test), lines_of(kind, reference)
    if len(news) != len(olds):
        return test
    changes, place, explained = {}, 0, True
    for number, (new, old) in enumerate(zip(news, olds, strict=True)):
        if number in spread.loose:
            changes[number] = old.text
            continue
        settled = _settled(new, old, spread, place)
        changes[number] = settled
        explained = explained and settled == old.text
        place += len(old.numbers)
    if explained and not isinstance(test, str):
        return reference
    return with_lines(kind, test, changes)


def is_of(
    kind: str, value: Any, spread: OutputSpread, tolerance: Tolerance
) -> bool:
    """Tell whether a stored output is the one that the spread was made of.

    Its words must be the same, its exact numbers equal within the tolerance,
    and its trained numbers within their limits.
    """
    if spread.shapeless:
        return True
    lines = lines_of(kind, value)
    firm = [one for n, one in enumerate(lines) if n not in spread.loose]
    if form_of(firm) != spread.form:
        return False
    numbers = [number for line in firm for number in line.numbers]
    return all(
        new == old
        or tolerance.agree(new, old)
        or (place in spread.limits and spread.limits[place].hold(value_of(new)))
        for place, (new, old) in enumerate(
            zip(numbers, spread.numbers, strict=True)
        )
    )


def _settled(new: Line, old: Line, spread: OutputSpread, place: int) -> str:
    """Return a line with the stored numbers in place of those allowed."""
    if new.words != old.words:
        return new.text
    parts, stored = NUMBER.split(new.text), NUMBER.split(old.text)
    for n in range(1, len(parts), 2):
        allowed = spread.limits.get(place + n // 2)
        if allowed is not None and allowed.hold(value_of(parts[n])):
            parts[n] = stored[n]
    same = parts[1::2] == stored[1::2]
    return old.text if same else "".join(parts)
