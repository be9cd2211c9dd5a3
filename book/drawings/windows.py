"""Windows of a time series, and the cut between training and test."""

from course.drawings.canvas import Drawing

HOURS, CUT = 12, 8  # hours, and how many of them lie before the cut
PAST, AHEAD = 4, 2  # hours that a window reads, and that it predicts
STARTS = range(HOURS - PAST - AHEAD + 1)
CELL, LEFT, TOP, STEP, HIGH = 27, 18, 92, 46, 30
X_CUT = LEFT + CELL * CUT


def draw() -> Drawing:
    """Draw the hours, and below them windows that start later and later."""
    before = [start + 1 for start in STARTS if start + PAST + AHEAD <= CUT]
    after = [start + 1 for start in STARTS if start + PAST >= CUT]
    (between,) = {start + 1 for start in STARTS} - {*before, *after}
    drawing = Drawing(
        "Windows and cuts on a time line",
        f"""A time line of {HOURS} hours, cut after hour {CUT}: earlier hours
        are for training, later ones for the test. A window has {PAST} hours
        of input and the {AHEAD} hours after them as target. Windows that start
        at hours {before[0]} to {before[-1]} end before the cut: they are used
        for training. The one from hour {between} has one target hour on
        either side of the cut: it is left out, and drawn pale. Windows whose
        whole target lies after the cut, from hour {after[0]} on, are for the
        test; their inputs may lie before it, since they are known by then.""",
        472,
    )
    kinds = {(0, hour): "heldout" for hour in range(CUT, HOURS)}
    hours = [[f"{hour + 1}" for hour in range(HOURS)]]
    drawing.text(LEFT, 26, "training")
    drawing.text(LEFT + HOURS * CELL, 26, "test", "end")
    drawing.grid("data", LEFT, 38, hours, (CELL, 30), kinds)
    drawing.text(X_CUT - 8, 26, "cut", "end", "control")
    low = TOP + STEP * len(STARTS)
    # The line of the cut is drawn in parts, around the windows that it meets.
    met = [row for row in STARTS if row < CUT < row + PAST + AHEAD]
    tops = [10, *(TOP + STEP * row + HIGH for row in met)]
    ends = [*(TOP + STEP * row for row in met), low]
    for top, bottom in zip(tops, ends, strict=True):
        drawing.arrow((X_CUT, top), (X_CUT, bottom), kind="control", head=False)
    for start in STARTS:
        window(drawing, start)
    drawing.text(LEFT, low + 26, "Pale: the target lies on both sides of")
    drawing.text(LEFT, low + 46, "the cut, so the window is left out.")
    return drawing


def window(drawing: Drawing, start: int) -> None:
    """Draw a window that starts at an hour, counted from 0."""
    x, y = LEFT + CELL * start, TOP + STEP * start
    kind = "data" if start + PAST < CUT else "heldout"
    crosses = start + PAST < CUT < start + PAST + AHEAD
    drawing.box(kind, x, y, CELL * PAST, HIGH, "input", faint=crosses)
    x += CELL * PAST
    drawing.box(kind, x, y, CELL * AHEAD, HIGH, "target", faint=crosses)
