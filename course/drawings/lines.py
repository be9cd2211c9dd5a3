"""Lines of a drawing with round corners, and the heads of arrows."""

from collections.abc import Sequence
from math import hypot

import svg

from course.drawings.geometry import Point

ROUND = 7  # the corners of an arrow
HEAD = 8  # the length of an arrow's head


def short(number: float) -> float:
    """Return a length with as many digits as can be seen."""
    return round(number, 1)


def _towards(start: Point, end: Point, far: float) -> Point:
    """Return the point that lies `far` from `start` on the way to `end`."""
    length = hypot(end[0] - start[0], end[1] - start[1])
    share = far / length if length else 0
    return (
        short(start[0] + (end[0] - start[0]) * share),
        short(start[1] + (end[1] - start[1]) * share),
    )


def path_of(points: Sequence[Point], head: float) -> list[svg.PathData]:
    """Return a line with round corners that leaves room for its head."""
    last = _towards(points[-1], points[-2], head - 1 if head else 0)
    path: list[svg.PathData] = [svg.M(short(points[0][0]), short(points[0][1]))]
    for before, corner, after in zip(
        points, points[1:], points[2:], strict=False
    ):
        for end in (before, after):
            if hypot(end[0] - corner[0], end[1] - corner[1]) < ROUND:
                raise ValueError(f"the line has no room to turn at {corner}")
        path.append(svg.L(*_towards(corner, before, ROUND)))
        leaving = _towards(corner, after, ROUND)
        path.append(svg.Q(short(corner[0]), short(corner[1]), *leaving))
    return [*path, svg.L(*last)]


def head_of(before: Point, tip: Point) -> list[svg.PathData]:
    """Return the three corners of an arrow's head."""
    x, y = _towards(tip, before, HEAD)
    dx, dy = (y - tip[1]) * 0.5, (x - tip[0]) * 0.5
    return [
        svg.M(short(tip[0]), short(tip[1])),
        svg.L(short(x + dx), short(y - dy)),
        svg.L(short(x - dx), short(y + dy)),
        svg.Z(),
    ]
