"""How Markdown shows a drawing: as an image from the folder of drawings."""

import re

SHOWN = re.compile(
    r"!\[(?P<alt>[^\]]*)\]"
    r"\((?P<path>\S*_static/drawings/(?P<name>\w+)\.svg)\)"
)
