"""Makes links of the citations in notebooks, which are plain text there.

``(Efron and Tibshirani, 1993)`` in a notebook becomes a role of
sphinxcontrib-bibtex, whose labels are written as in the notebooks.
"""

import json
import sys
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinxcontrib.bibtex.plugin import register_plugin
from sphinxcontrib.bibtex.style.referencing import BracketStyle, PersonStyle
from sphinxcontrib.bibtex.style.referencing.author_year import (
    AuthorYearReferenceStyle,
)

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY))

from course.prose.works import Work, linked, read_works  # noqa: E402


def round_brackets() -> BracketStyle:
    """Return what stands around and between citations."""
    return BracketStyle(left="(", right=")", sep="; ")


@dataclass
class AsInNotebooks(AuthorYearReferenceStyle):
    """Labels with round brackets: (Efron, 1979; Goyal et al., 2017)."""

    bracket_parenthetical: BracketStyle = field(default_factory=round_brackets)
    bracket_textual: BracketStyle = field(default_factory=round_brackets)
    person: PersonStyle = field(
        default_factory=lambda: PersonStyle(last_sep=" and ", other=" et al.")
    )


def link_citations(
    works: list[Work], app: Sphinx, page: str, content: list[str]
) -> None:
    """Write roles for the citations in the markdown cells of a notebook."""
    if not app.env.doc2path(page).endswith(".ipynb"):
        return
    notebook = json.loads(content[0])
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = linked("".join(cell["source"]), works)
    content[0] = json.dumps(notebook)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    register_plugin(
        "sphinxcontrib.bibtex.style.referencing",
        "author_year",
        AsInNotebooks,
        force=True,
    )
    works = read_works(REPOSITORY)
    app.connect("source-read", partial(link_citations, works))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
