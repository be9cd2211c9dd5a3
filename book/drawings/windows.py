"""Windows of a time series, and the cut between training and test."""

from course.drawings.canvas import Drawing

HOURS, CUT = 12, 8  # the first hour of the test split
PAST, AHEAD = 4, 2  # hours that a window reads, and that it predicts
CELL, LEFT = 27, 18


def draw() -> Drawing:
    """Draw the hours, and below them windows that start later and later."""
    drawing = Drawing(
        "Windows and cuts on a time line",
        f"""A time line of {HOURS} hours, cut before hour {CUT + 1}: earlier
        hours are for training, later ones for the test. A window has
        {PAST} hours of input and the {AHEAD} hours after them as target.
        Windows that start at hours 1, 2 and 3 end before the cut: they are
        used for training. The one from hour 4 has one target hour on either
        side of the cut: it is left out. Windows whose whole target lies after
        the cut, from hour 5 on, are for the test; their inputs may lie before
        it, since they are known by then.""",
        480,
    )
    kinds = {(0, hour): "plain" for hour in range(HOURS)}
    hours = [[f"{hour + 1}" for hour in range(HOURS)]]
    drawing.text(LEFT, 26, "training")
    drawing.text(LEFT + HOURS * CELL, 26, "test", "end")
    drawing.grid("data", LEFT, 38, hours, (CELL, 30), kinds)
    cut = LEFT + CUT * CELL
    drawing.arrow((cut, 12), (cut, 416), kind="control", head=False)
    drawing.text(cut - 8, 26, "cut", "end", "control")
    for start in range(HOURS - PAST - AHEAD + 1):
        window(drawing, start)
    drawing.text(
        LEFT,
        440,
        "Pale: its target lies on both sides of the\ncut, so the window is left out.",
    )
    return drawing


def window(drawing: Drawing, start: int) -> None:
    """Draw a window that starts at an hour, counted from 0."""
    x, y = LEFT + CELL * start, 90 + 46 * start
    crosses = start + PAST < CUT < start + PAST + AHEAD
    drawing.box("data", x, y, CELL * PAST, 32, "input", faint=crosses)
    x += CELL * PAST
    drawing.box("loss", x, y, CELL * AHEAD, 32, "target", faint=crosses)
