"""Rectangles and lines, and whether they are in one another's way."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

Point = tuple[float, float]


class Rect(NamedTuple):
    """A rectangle; arrows start and end in the middles of its sides."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of its right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of its lower side."""
        return self.y + self.height

    @property
    def centre(self) -> Point:
        """Its middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def n(self) -> Point:
        """The middle of its upper side."""
        return self.centre[0], self.y

    @property
    def s(self) -> Point:
        """The middle of its lower side."""
        return self.centre[0], self.bottom

    @property
    def e(self) -> Point:
        """The middle of its right side."""
        return self.right, self.centre[1]

    @property
    def w(self) -> Point:
        """The middle of its left side."""
        return self.x, self.centre[1]

    def grown(self, by: float) -> "Rect":
        """Return it with each side moved out, or in if `by` is negative."""
        return Rect(
            self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by
        )

    def holds(self, other: "Rect") -> bool:
        """Tell whether all of another lies inside."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and self.right >= other.right
            and self.bottom >= other.bottom
        )

    def meets(self, other: "Rect") -> bool:
        """Tell whether some of another lies inside."""
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )

    def crossed_by(self, points: Sequence[Point]) -> bool:
        """Tell whether a line through `points` goes through the inside."""
        return any(self._crossed(*ends) for ends in pairwise(points))

    def _crossed(self, start: Point, end: Point) -> bool:
        """Clip a straight line at the four sides (Liang and Barsky)."""
        first, last = 0.0, 1.0
        dx, dy = end[0] - start[0], end[1] - start[1]
        for step, room in (
            (-dx, start[0] - self.x),
            (dx, self.right - start[0]),
            (-dy, start[1] - self.y),
            (dy, self.bottom - start[1]),
        ):
            if step == 0:
                if room <= 0:
                    return False
            elif step < 0:
                first = max(first, room / step)
            else:
                last = min(last, room / step)
        return first < last
