"""Words in a drawing: a little markup, and how wide they are.

``*x*`` is a variable, ``h_t`` and ``W_{in}`` have an index, ``x^2`` a power,
and `` `code` `` is code. Widths are those of DejaVu Sans Condensed, the widest
of the fonts that the drawings ask for: what fits with it fits with the others.
"""

import re
from functools import cache
from typing import NamedTuple

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

SIZE = 16
SMALL = 12
CODE = 14
CONDENSED = 0.9  # DejaVu Sans Condensed is DejaVu Sans, that much narrower

_PIECE = re.compile(
    r"`(?P<code>[^`]+)`|\*(?P<italic>[^*]+)\*"
    r"|_(?:\{(?P<sub>[^}]+)\}|(?P<low>\w))"
    r"|\^(?:\{(?P<super>[^}]+)\}|(?P<high>\w))"
    r"|(?P<plain>[^`*_^]+)"
)


class Run(NamedTuple):
    """Some words in one font, and how far below the line they stand."""

    text: str
    classes: tuple[str, ...]
    shift: int


def runs(words: str) -> list[Run]:
    """Read the markup of `words`.

    Raises
    ------
    ValueError
        If a mark is not closed.
    """
    found = []
    end = 0
    for piece in _PIECE.finditer(words):
        if piece.start() != end:
            break
        end = piece.end()
        found.append(_run(piece))
    if end != len(words):
        raise ValueError(
            f"{words!r} has a mark that is not closed, at {words[end:]!r}; "
            "write *x*, x_1, x_{in}, x^2 or `code`"
        )
    return found


def _run(piece: re.Match[str]) -> Run:
    """Return what one piece of markup stands for."""
    if piece["code"]:
        return Run(piece["code"], ("code",), 0)
    if piece["italic"]:
        return Run(piece["italic"], ("italic",), 0)
    if low := piece["sub"] or piece["low"]:
        return Run(low, ("small",), 4)
    if high := piece["super"] or piece["high"]:
        return Run(high, ("small",), -6)
    return Run(piece["plain"], (), 0)


def width(words: str, bold: bool = False) -> float:
    """Return how wide `words` are, in the units of a drawing."""
    return sum(_run_width(run, bold) for run in runs(words))


@cache
def _run_width(run: Run, bold: bool) -> float:
    code = "code" in run.classes
    font = FontProperties(
        family="DejaVu Sans Mono" if code else "DejaVu Sans",
        weight="bold" if bold else "normal",
        style="italic" if "italic" in run.classes else "normal",
    )
    size = CODE if code else SMALL if "small" in run.classes else SIZE
    # A path ends where the ink does: a letter on each side keeps the spaces.
    outer = TextPath((0, 0), f"x{run.text}x", size=size, prop=font)
    sides = TextPath((0, 0), "xx", size=size, prop=font)
    wide: float = outer.get_extents().width - sides.get_extents().width
    return wide if code else wide * CONDENSED
