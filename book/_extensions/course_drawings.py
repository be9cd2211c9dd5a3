"""Puts the schematic drawings into the pages, where they are images elsewhere.

An image sees the mode of the reader's system only. As part of the page it
follows the switch of the page, takes its fonts, and its words can be searched.
"""

import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

FOLDER = "book/_static/drawings/"
# The style of a file alone; in the book, `drawings.css` has its place.
STYLE = re.compile(r"<style>.*?</style>\n", re.DOTALL)


class InlineDrawings(SphinxPostTransform):
    """Writes an SVG element in the place of an image of a drawing."""

    default_priority = 200
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Replace the images of one page."""
        for image in [*self.document.findall(nodes.image)]:
            if image["uri"].startswith(FOLDER):
                path = Path(self.env.srcdir) / image["uri"]
                text = STYLE.sub("", path.read_text("utf-8"))
                image.replace_self(nodes.raw("", text, format="html"))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_post_transform(InlineDrawings)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
