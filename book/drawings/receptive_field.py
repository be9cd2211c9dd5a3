"""How far an output of stacked convolutions sees."""

from course.drawings.canvas import Drawing
from course.drawings.geometry import Rect

LAYERS, KERNEL = 3, 3
STEP, CELL = 46, 32


def draw() -> Drawing:
    """Draw rows of units, each joined with those that it sees."""
    sees = [1 + (KERNEL - 1) * layer for layer in range(LAYERS + 1)]
    drawing = Drawing(
        "Receptive field",
        f"""The receptive field of stacked convolutions with kernel size
        {KERNEL} and stride 1, in one dimension. One unit of layer 1 sees
        {sees[1]} inputs. A unit of layer 2 sees {KERNEL} units of layer 1,
        and through them {sees[2]} inputs. A unit of layer 3 sees {sees[3]}
        inputs. Each layer adds {KERNEL - 1}. With two dimensions it is
        {sees[3]} by {sees[3]} pixels.""",
        456,
    )
    below: list[Rect] = []
    for layer in range(LAYERS + 1):
        count = sees[LAYERS - layer]
        y = 390 - 116 * layer
        left = 180 - STEP * (count - 1) / 2 - CELL / 2
        units = [
            drawing.box("data", left + STEP * place, y, CELL, CELL)
            for place in range(count)
        ]
        for place, unit in enumerate(units):
            for other in below[place : place + KERNEL]:
                drawing.arrow(other.n, unit.s, head=False, faint=True)
        if layer:
            words = f"layer {layer}\nsees {sees[layer]}"
            drawing.text(12, y + 11, words)
        else:
            drawing.text(180, y + 56, f"{sees[3]} inputs", "middle")
        below = units
    return drawing
