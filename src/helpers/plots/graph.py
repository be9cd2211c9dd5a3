"""Draws the graph that autograd records, read from the tensors themselves.

The nodes are the operations that PyTorch would go through backwards.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.text import Text
from torch import Tensor

from helpers.plots.show import show
from helpers.plots.style import GREY, INK, course_style

MOST_NODES = 30
# As in the schematic drawings: operations are purple, parameters orange.
OPERATION, PARAMETER = ("#ebe4fc", "#6236b5"), ("#ffe9c2", "#8f5200")


def plot_graph(
    result: Tensor, leaves: Mapping[str, Tensor], title: str
) -> None:
    """Draw what leads from the parameters to a result.

    Parameters
    ----------
    result
        A tensor that was computed from parameters, such as a loss.
    leaves
        The parameters by the name to write on them.
    title
        What is to be seen.

    Raises
    ------
    ValueError
        If the tensor has no graph, or one of more than 30 operations.
    """
    if result.grad_fn is None:
        raise ValueError(
            "this tensor has no graph: nothing it was computed from asks for "
            "a gradient, or it was computed under torch.no_grad()"
        )
    names = {id(leaf): name for name, leaf in leaves.items()}
    labels, edges, depth = _walk(result.grad_fn, names)
    places = _place(depth)
    with course_style():
        width = max(len(row) for row in _rows(depth).values())
        figure, axis = plt.subplots(
            figsize=(1.1 * (max(depth.values()) + 1), 0.5 + 0.75 * width)
        )
        axis.axis("off")
        boxes = {
            node: _box(axis, x, y, labels[node], leaf=labels[node] in leaves)
            for node, (x, y) in places.items()
        }
        for child, parent in edges:
            _arrow(axis, boxes[child], boxes[parent])
        axis.margins(0.12, 0.3)
        axis.set_title(title)
    described = "; ".join(
        f"{labels[child]} feeds {labels[parent]}" for child, parent in edges
    )
    show(
        figure, f"Graph of operations from left to right. {title}. {described}."
    )


def _walk(
    root: Any, names: Mapping[int, str]
) -> tuple[dict[int, str], list[tuple[int, int]], dict[int, int]]:
    """Return labels, edges (child, parent) and the distance from the result."""
    labels: dict[int, str] = {}
    edges: list[tuple[int, int]] = []
    depth: dict[int, int] = {id(root): 0}
    queue, alive = [root], [root]
    while queue:
        node = queue.pop(0)
        seen = id(node) in labels  # and now found again, further away
        labels[id(node)] = _label(node, names)
        for child, _ in node.next_functions:
            if child is None:
                continue
            alive.append(child)
            if not seen:
                edges.append((id(child), id(node)))
            deeper = depth[id(node)] + 1
            if deeper > depth.get(id(child), -1):
                depth[id(child)] = deeper
                queue.append(child)
        if len(depth) > MOST_NODES:
            raise ValueError(
                f"the graph has more than {MOST_NODES} operations; draw a "
                "smaller model"
            )
    return labels, edges, depth


def _label(node: Any, names: Mapping[int, str]) -> str:
    leaf = getattr(node, "variable", None)
    if leaf is not None:
        return names.get(id(leaf), f"leaf {tuple(leaf.shape)}")
    kind = type(node).__name__.removesuffix("0").removesuffix("1")
    return kind.removesuffix("Backward").lower()


def _rows(depth: Mapping[int, int]) -> dict[int, list[int]]:
    rows: dict[int, list[int]] = defaultdict(list)
    for node, distance in depth.items():
        rows[distance].append(node)
    return rows


def _place(depth: Mapping[int, int]) -> dict[int, tuple[float, float]]:
    """Put each node in a column by its distance, the result at the right."""
    places: dict[int, tuple[float, float]] = {}
    for distance, row in _rows(depth).items():
        for position, node in enumerate(row):
            places[node] = (-distance, (len(row) - 1) / 2 - position)
    return places


def _arrow(axis: Axes, start: Text, end: Text) -> None:
    """Draw an arrow from the edge of a box to the edge of another."""
    axis.annotate(
        "",
        xy=end.get_position(),
        xytext=start.get_position(),
        arrowprops={
            "arrowstyle": "->",
            "color": GREY,
            "patchA": start.get_bbox_patch(),
            "patchB": end.get_bbox_patch(),
            "shrinkA": 3,
            "shrinkB": 3,
        },
    )


def _box(axis: Axes, x: float, y: float, label: str, leaf: bool) -> Text:
    axis.plot(x, y, alpha=0)  # so that the limits include the box
    fill, line = PARAMETER if leaf else OPERATION
    return axis.text(
        x,
        y,
        label,
        ha="center",
        va="center",
        color=INK,
        bbox={
            "boxstyle": "round,pad=0.5",
            "facecolor": fill,
            "edgecolor": line,
        },
    )
