"""Gradients in two processes: each its half, then their mean."""

from course.drawings.canvas import Drawing
from course.drawings.geometry import Rect
from course.drawings.numbers import number

W, RATE = 2.0, 0.1
EXAMPLES = [(1.0, 1.0), (2.0, 1.0)]  # x and y, one for each process
COLUMNS, WIDE = (22, 194), 144


def draw() -> Drawing:
    """Draw two processes side by side, joined by the all-reduce."""
    slopes = [2 * (W * x - y) * x for x, y in EXAMPLES]
    mean = sum(slopes) / len(slopes)
    after = W - RATE * mean
    told = [number(slope) for slope in slopes]
    drawing = Drawing(
        "Gradients in two processes",
        f"""Data-parallel training in two processes, with one parameter. Both
        have a copy of the model, w = {number(W)}. Each has its own half of
        the batch: process 0 has x = 1, y = 1, process 1 has x = 2, y = 1. Each
        computes its own loss, (w x - y) squared, and its own gradient:
        {told[0]} and {told[1]}. The all-reduce sends gradients between the
        processes and gives both the mean, {number(mean)}, which is the
        gradient of the mean loss of the whole batch. Both optimizers do the
        same step with learning rate {RATE}: w = {number(after, 1)} in both, so
        the copies stay equal.""",
        536,
    )
    ends = [
        process(drawing, place, told[place], number(mean), number(after, 1))
        for place in range(2)
    ]
    reduce = drawing.box(
        "operation",
        14,
        330,
        332,
        58,
        "all-reduce: mean of the gradients\n"
        f"({told[0]} + {told[1]}) / 2 = {number(mean)}",
    )
    for loss, step in ends:
        x = loss.centre[0]
        drawing.arrow((x, loss.bottom), (x, reduce.y), kind="loss")
        drawing.arrow((x, reduce.bottom), (x, step.y), kind="loss")
    return drawing


def process(
    drawing: Drawing, place: int, slope: str, mean: str, after: str
) -> tuple[Rect, Rect]:
    """Draw one process; return its backward pass and its step."""
    x, (value, target) = COLUMNS[place], EXAMPLES[place]
    for top, low in ((14, 296), (404, 522)):
        drawing.region("plain", x - 8, top, WIDE + 16, low - top)
    drawing.text(x + WIDE / 2, 36, f"process {place}", "middle", bold=True)
    data = f"*x* = {number(value)}, *y* = {number(target)}"
    steps = [
        ("data", f"half of the batch\n{data}", 58, 50),
        ("parameters", f"model, *w* = {number(W)}", 38, 142),
        ("loss", f"loss, backward\n*g* = {slope}", 58, 214),
    ]
    boxes = [
        drawing.box(kind, x, y, WIDE, high, words)
        for kind, words, high, y in steps
    ]
    drawing.arrow(boxes[0].s, boxes[1].n)
    drawing.arrow(boxes[1].s, boxes[2].n)
    step = drawing.box(
        "control",
        x,
        442,
        WIDE,
        58,
        f"step: *w* =\n{number(W)} − {RATE} · {mean} = {after}",
    )
    return boxes[2], step
