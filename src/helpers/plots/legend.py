"""A legend that shows every name as it is.

By itself matplotlib leaves out the names that begin with an underscore.
"""

from collections.abc import Sequence
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes

OUTSIDE = {"loc": "center left", "bbox_to_anchor": (1, 0.5)}
"""Where a legend stands to the right of its axes."""

Named = tuple[str, Artist]
"""A name, and what was drawn for it."""


def add_legend(axis: Axes, drawn: Sequence[Named], **options: Any) -> None:
    """Name what was drawn, in this order; `options` are those of `legend`."""
    places = [str(place) for place in range(len(drawn))]
    legend = axis.legend([artist for _, artist in drawn], places, **options)
    for text, (name, _) in zip(legend.get_texts(), drawn, strict=True):
        text.set_text(name)
