"""Copies, groups and time: three ways to split without leakage."""

from course.drawings.canvas import Drawing
from course.drawings.geometry import Rect
from course.drawings.numbers import listed

CELL, LEFT = 33, 14
# Rows, and for each the rows that are held out: at random, and as it should be.
COPIES = (list("abcdaefgbh"), {4, 7, 8}, {1, 7, 8})
GROUPS = (list("1112223334"), {1, 5, 8}, {6, 7, 8})
TIME = ([f"{hour}" for hour in range(1, 11)], {2, 4, 8}, {7, 8, 9})
PANELS = [
    ("Copies on one side", "rows a and b occur twice", COPIES),
    ("Groups on one side", "a number is a person", GROUPS),
    ("The future after the past", "a number is an hour", TIME),
]


def draw() -> Drawing:
    """Draw each way twice: with rows drawn at random, and without leakage."""
    told = [leaks(*panel[2][:2]) for panel in PANELS[:2]]
    drawing = Drawing(
        "Splits without leakage",
        f"""Three ways to split ten rows without leakage, seven for training
        and three held out; each is shown beside a random split. Copies: rows
        a and b occur twice; at random, {told[0]} are on both sides; instead,
        all copies of a row are on one side. Groups: rows of persons 1 to 4; at
        random, persons {told[1]} are on both sides; instead, all rows of
        person 3 are held out. Time: hours 1 to 10; at random, hours between
        training hours are held out; instead, the last three hours are.""",
        586,
    )
    drawing.grid("data", 14, 14, [[""]], (26, 24))
    drawing.text(48, 31, "training")
    drawing.grid("heldout", 150, 14, [[""]], (26, 24))
    drawing.text(184, 31, "held out")
    for number, (title, words, panel) in enumerate(PANELS):
        y = 74 + 178 * number
        drawing.text(LEFT, y, title, bold=True)
        drawing.text(LEFT, y + 22, words)
        strip(drawing, y + 34, panel[0], panel[1], "at random: leaks", "loss")
        strip(drawing, y + 98, panel[0], panel[2], "without leakage", None)
    return drawing


def strip(
    drawing: Drawing,
    y: float,
    rows: list[str],
    out: set[int],
    words: str,
    kind: str | None,
) -> Rect:
    """Draw rows side by side; those that are held out have another form."""
    kinds = {(0, place): "heldout" for place in out}
    grid = drawing.grid("data", LEFT, y, [rows], (CELL, 30), kinds)
    drawing.text(LEFT, y + 48, words, kind=kind)
    return grid.place


def leaks(rows: list[str], out: set[int]) -> str:
    """Return what is on both sides, in words."""
    inside = {name for place, name in enumerate(rows) if place not in out}
    return listed(sorted(inside & {rows[place] for place in out}))
