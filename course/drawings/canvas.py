"""What a drawing is made of: boxes, grids, words and arrows on a canvas.

A canvas is 360 units wide, as a phone is, and its words are as large as those
of the text around it. What is drawn is remembered, so that `problems` can name
words that do not fit, and words and arrows that are in one another's way.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from math import hypot
from typing import NamedTuple
from xml.sax.saxutils import escape

import svg

from course.drawings.geometry import Point, Rect
from course.drawings.lines import HEAD, head_of, path_of, short
from course.drawings.palette import KINDS, file_style
from course.drawings.words import SIZE, Run, runs, width

WIDTH = 360
ALONE = 1.2  # the size of a file that is shown alone, such as in Jupyter
LINE = 20  # from one line of words to the next
_ELEMENT = re.compile(r"><(?!tspan|/text)")  # between two elements
CORNERS = {
    "data": 1,
    "heldout": 1,
    "parameters": 9,
    "loss": 1,
    "control": 4,
    "plain": 4,
}


class Words(NamedTuple):
    """Words that were drawn: where, and inside which box if any."""

    text: str
    place: Rect
    owner: Rect | None


class Grid(NamedTuple):
    """A table of cells."""

    place: Rect
    columns: int
    size: tuple[float, float]

    def cell(self, row: int, column: int) -> Rect:
        """Return the place of a cell."""
        wide, high = self.size
        x, y = self.place.x + column * wide, self.place.y + row * high
        return Rect(x, y, wide, high)

    def block(self, row: int, column: int, rows: int, columns: int) -> Rect:
        """Return the place of some cells that lie together."""
        wide, high = self.size
        x, y, *_ = self.cell(row, column)
        return Rect(x, y, columns * wide, rows * high)


class Drawing:
    """A canvas, `WIDTH` units wide.

    Parameters
    ----------
    title
        A few words, the name of the drawing.
    alt
        All that the drawing says, for those who cannot see it.
    height
        The height of the canvas.
    """

    def __init__(self, title: str, alt: str, height: float) -> None:
        self.title = title
        self.alt = " ".join(alt.split())
        self.canvas = Rect(0, 0, WIDTH, height)
        self._elements: list[svg.Element] = []
        self._boxes: list[Rect] = []
        self._regions: list[Rect] = []
        self._words: list[Words] = []
        self._lines: list[list[Point]] = []

    def box(
        self,
        kind: str,
        x: float,
        y: float,
        width: float,
        height: float,
        words: str = "",
        *,
        bold: bool = False,
        faint: bool = False,
    ) -> Rect:
        """Draw a box, with lines of words in its middle."""
        place = Rect(x, y, width, height)
        classes = ["box", _known(kind), *_faint(faint)]
        self._rect(place, classes, rx=CORNERS.get(kind, height / 2))
        self._boxes.append(place)
        middle_x, middle_y = place.centre
        lines = words.split("\n") if words else []
        for number, line in enumerate(lines):
            up = (len(lines) - 1) / 2 - number
            y_line = middle_y + 5.5 - up * LINE
            self._write(
                middle_x, y_line, line, "middle", bold=bold, owner=place
            )
        return place

    def column(
        self,
        x: float,
        y: float,
        width: float,
        steps: Sequence[tuple[str, str, str]],
        height: float = 38,
        gap: float = 34,
    ) -> list[Rect]:
        """Draw boxes below one another, joined by arrows.

        `steps` has a kind, the words in the box, and the label of the arrow
        that leaves it. A second line of words makes a box higher.
        """
        boxes: list[Rect] = []
        for number, (kind, words, _) in enumerate(steps):
            high = height + LINE * words.count("\n")
            boxes.append(self.box(kind, x, y, width, high, words))
            if number:
                self.arrow(boxes[-2].s, boxes[-1].n, label=steps[number - 1][2])
            y += high + gap
        return boxes

    def circle(
        self, kind: str, x: float, y: float, words: str, radius: float = 15
    ) -> Rect:
        """Draw a circle around a sign, such as + or ×; `x, y` is its middle."""
        place = Rect(x - radius, y - radius, 2 * radius, 2 * radius)
        self._elements.append(
            svg.Circle(cx=x, cy=y, r=radius, class_=["box", _known(kind)])
        )
        self._boxes.append(place)
        self._write(x, y + 5.5, words, "middle", owner=place)
        return place

    def region(
        self, kind: str, x: float, y: float, width: float, height: float
    ) -> Rect:
        """Draw a dashed line around what belongs together."""
        place = Rect(x, y, width, height)
        self._rect(place, ["region", _known(kind)], rx=8)
        self._regions.append(place)
        return place

    def grid(
        self,
        kind: str,
        x: float,
        y: float,
        rows: Sequence[Sequence[str]],
        size: tuple[float, float] = (34, 30),
        kinds: Mapping[tuple[int, int], str] | None = None,
        bold: Sequence[tuple[int, int]] = (),
    ) -> Grid:
        """Draw a table of cells; `kinds` names cells that are of another."""
        columns = len(rows[0])
        place = Rect(x, y, columns * size[0], len(rows) * size[1])
        made = Grid(place, columns, size)
        for row, texts in enumerate(rows):
            for column, words in enumerate(texts):
                own = (kinds or {}).get((row, column), kind)
                at = made.cell(row, column)
                self._rect(at, ["box", _known(own)])
                self._boxes.append(at)
                if words:
                    middle, y_line = at.centre[0], at.centre[1] + 5.5
                    strong = (row, column) in bold
                    self._write(
                        middle, y_line, words, "middle", bold=strong, owner=at
                    )
        return made

    def frame(self, place: Rect, kind: str) -> None:
        """Draw a thick line around some cells of a grid."""
        thick = "stroke-width: 4; stroke-dasharray: none"
        self._rect(place, ["line", _known(kind)], style=thick)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        anchor: str = "start",
        kind: str | None = None,
        *,
        bold: bool = False,
    ) -> None:
        """Write lines of words; `y` is the line that the first stands on.

        `anchor` says what `x` is: their ``"start"``, ``"middle"`` or ``"end"``.
        """
        for number, line in enumerate(words.split("\n")):
            self._write(x, y + number * LINE, line, anchor, kind, bold=bold)

    def arrow(
        self,
        *points: Point,
        kind: str | None = None,
        label: str = "",
        side: str = "right",
        head: bool = True,
        faint: bool = False,
    ) -> None:
        """Draw an arrow through `points`, with a label at its longest part.

        `side` is where the label stands: ``"right"`` or ``"left"`` of a part
        that goes up or down, ``"above"`` or ``"below"`` a level one.
        """
        classes = [_known(kind)] if kind else []
        self._lines.append(list(points))
        self._elements.append(
            svg.Path(
                d=path_of(points, HEAD if head else 0),
                class_=["line", *classes, *_faint(faint)],
            )
        )
        if head:
            self._elements.append(
                svg.Path(
                    d=head_of(points[-2], points[-1]),
                    class_=["head", *classes, *_faint(faint)],
                )
            )
        if label:
            self._label(points, label, side, kind)

    def _rect(
        self,
        place: Rect,
        classes: list[str],
        rx: float | None = None,
        style: str | None = None,
    ) -> None:
        """Draw a rectangle."""
        x, y, width, height = place
        self._elements.append(
            svg.Rect(
                x=x,
                y=y,
                width=width,
                height=height,
                rx=rx,
                class_=classes,
                style=style,
            )
        )

    def _label(
        self,
        points: Sequence[Point],
        label: str,
        side: str,
        kind: str | None,
    ) -> None:
        """Write the label of an arrow beside its longest part."""
        (x1, y1), (x2, y2) = max(
            pairwise(points),
            key=lambda ends: hypot(
                ends[1][0] - ends[0][0], ends[1][1] - ends[0][1]
            ),
        )
        x, y = (x1 + x2) / 2, (y1 + y2) / 2
        more = label.count("\n") * LINE
        if side in ("right", "left"):
            away = 8 if side == "right" else -8
            anchor = "start" if side == "right" else "end"
            self.text(x + away, y + 5.5 - more / 2, label, anchor, kind)
        else:
            up = y - 7 - more if side == "above" else y + 19
            self.text(x, up, label, "middle", kind)

    def _write(
        self,
        x: float,
        y: float,
        words: str,
        anchor: str,
        kind: str | None = None,
        *,
        bold: bool = False,
        owner: Rect | None = None,
    ) -> None:
        """Write one line of words and remember its place."""
        wide = width(words, bold)
        left = x - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
        place = Rect(left, y - 0.75 * SIZE, wide, SIZE)
        self._words.append(Words(words, place, owner))
        classes = [anchor] if anchor != "start" else []
        classes += ["bold"] if bold else []
        classes += [_known(kind)] if kind else []
        parts = runs(words)
        self._elements.append(
            svg.Text(
                x=short(x),
                y=short(y),
                class_=classes or None,
                **(
                    {"text": escape(words)}
                    if parts == [Run(words, (), 0)]
                    else {"elements": [*_spans(parts)]}
                ),
            )
        )

    def problems(self) -> Iterator[str]:
        """Yield what does not fit, or is in the way of something else."""
        boxes = {*self._boxes}
        for text, place, owner in self._words:
            if not self.canvas.grown(-1).holds(place):
                yield f"{text!r} leaves the canvas"
            if owner and not owner.grown(-2).holds(place):
                yield f"{text!r} is too wide or too high for its box"
            near = boxes - {owner} if owner else boxes
            for box in [*near, *self._regions]:
                if box.meets(place) and not box.holds(place):
                    yield f"{text!r} lies across the side of a box"
            for points in self._lines:
                if place.grown(-1).crossed_by(points):
                    yield f"{text!r} lies on a line"
        for one, other in combinations(self._words, 2):
            if one.place.meets(other.place):
                yield f"{one.text!r} and {other.text!r} overlap"
        for box in [*self._boxes, *self._regions]:
            if not self.canvas.holds(box):
                yield f"the box at {box.x:g}, {box.y:g} leaves the canvas"

    def svg(self, name: str) -> str:
        """Return the drawing as the text of a file called `name`."""
        root = svg.SVG(
            viewBox=svg.ViewBoxSpec(0, 0, WIDTH, self.canvas.height),
            width=WIDTH * ALONE,
            height=self.canvas.height * ALONE,
            class_=["schematic"],
            extra={
                "role": "img",
                "aria-labelledby": f"{name}-title {name}-words",
            },
            elements=[
                svg.Title(id=f"{name}-title", text=escape(self.title)),
                svg.Desc(id=f"{name}-words", text=escape(self.alt)),
                svg.Style(text=f"\n{file_style()}"),
                svg.Rect(
                    width=WIDTH, height=self.canvas.height, class_=["paper"]
                ),
                *self._elements,
            ],
        )
        return _ELEMENT.sub(">\n<", f"{root}\n")


def _known(kind: str) -> str:
    """Return a kind, or say which there are."""
    if kind not in KINDS:
        raise ValueError(f"no kind {kind!r}; there are {', '.join(KINDS)}")
    return kind


def _faint(faint: bool) -> list[str]:
    return ["faint"] if faint else []


def _spans(parts: Sequence[Run]) -> Iterator[svg.Element]:
    """Yield the runs of a line, each moved back to it from the one before."""
    before = 0
    for text, classes, shift in parts:
        yield svg.TSpan(
            text=escape(text),
            class_=[*classes] or None,
            dy=(shift - before) or None,
        )
        before = shift
