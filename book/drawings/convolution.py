"""One output value of a convolution, computed with numbers."""

import numpy as np

from course.drawings.canvas import Drawing
from course.drawings.numbers import cells, listed

IMAGE = np.array(
    [
        [8, 8, 9, 1, 1],
        [9, 8, 8, 1, 2],
        [8, 9, 8, 2, 1],
        [9, 9, 8, 1, 1],
        [8, 8, 9, 2, 1],
    ]
)
KERNEL = np.array([[1, 0, -1], [1, 0, -1], [1, 0, -1]])
AT = (1, 1)  # the place of the window, and of the output that it gives


def draw() -> Drawing:
    """Draw input, kernel, the products in the window, and the output."""
    windows = np.lib.stride_tricks.sliding_window_view(IMAGE, KERNEL.shape)
    output = (windows * KERNEL).sum(axis=(2, 3))
    products = windows[AT] * KERNEL
    drawing = Drawing(
        "A convolution",
        f"""A convolution with a 3 by 3 kernel over a 5 by 5 input. The kernel
        lies on a window of the input, here rows 2 to 4 and columns 2 to 4. The
        nine pairs of numbers are multiplied: {listed(products.ravel())}. Their
        sum, {output[AT]}, is one value of the output, in row 2 and column 2.
        The window slides by one step, the stride, to the next place; there are
        3 by 3 places, so the output is 3 by 3. The same nine weights are used
        at each. The kernel has 1 on its left and -1 on its right, so the
        output is large where the input falls from left to right: at a vertical
        edge.""",
        462,
    )
    drawing.text(14, 26, "input (5, 5)")
    image = drawing.grid("data", 14, 36, cells(IMAGE))
    drawing.frame(image.block(*AT, 3, 3), "parameters")
    drawing.text(236, 60, "kernel (3, 3)")
    kernel = drawing.grid("parameters", 236, 70, cells(KERNEL))
    times = drawing.circle("operation", 211, 115, "×")
    drawing.arrow((184, 115), times.w)
    drawing.arrow(kernel.place.w, times.e, head=False)
    drawing.arrow(times.s, (211, 238), (74, 238), (74, 286))
    drawing.arrow((14, 205), (44, 205), kind="control")
    drawing.text(52, 210, "next window: stride 1", kind="control")
    drawing.text(14, 412, "products")
    drawing.grid("data", 14, 286, cells(products), (40, 32))
    drawing.arrow((136, 334), (230, 334), label="sum", side="above")
    result = drawing.grid("data", 234, 286, cells(output), (36, 32), bold=[AT])
    drawing.frame(result.cell(*AT), "parameters")
    drawing.text(234, 412, "output (3, 3)")
    drawing.text(14, 444, f"sum of the products = {output[AT]}", bold=True)
    return drawing
