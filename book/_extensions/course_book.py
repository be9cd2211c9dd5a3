"""What the book needs beyond Jupyter Book, in one small Sphinx extension.

Formulas without a network, numbers in sentences only, and an API reference
that is easy to read.
"""

import importlib.util
import json
import shutil
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

PACKAGE = "sphinx-mathjax-offline"  # installed with the group `book`
MATHJAX = "mathjax/tex-svg.js"

NUMBERS_MIME = "application/vnd.course.numbers+json"  # see helpers.notes


def copy_mathjax(app: Sphinx, error: Exception | None) -> None:
    """Put MathJax beside the pages, unless the build failed.

    Parameters
    ----------
    app
        The running build.
    error
        What ended the build early, if anything did.

    Raises
    ------
    FileNotFoundError
        If the package that carries MathJax is not installed.
    """
    if error is not None or app.builder.format != "html":
        return
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(
            f"the package {PACKAGE} is not installed; install the group "
            "`book` of pyproject.toml again"
        )
    source = Path(spec.origin).parent / "static" / MATHJAX
    target = Path(app.outdir) / "_static" / MATHJAX
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def drop_thebe(
    app: Sphinx, page: str, template: str, context: dict[str, Any], tree: Any
) -> None:
    """Take the scripts of Thebe off a page: the book runs no code in pages.

    They are added twice, which is an error in the browser, and name a host.
    """
    context["script_files"] = [
        script
        for script in context["script_files"]
        if "thebe" not in f"{script.filename}{script.attributes}".lower()
    ]


def skip_field_alias(
    app: Sphinx, kind: str, name: str, item: Any, skip: bool, options: Any
) -> bool | None:
    """Leave out the fields of named tuples; their docstring lists them."""
    alias = (getattr(item, "__doc__", None) or "").startswith("Alias for field")
    return True if alias else None


def shorten_factory(
    app: Sphinx,
    kind: str,
    name: str,
    item: Any,
    options: Any,
    signature: str | None,
    returns: str | None,
) -> tuple[str | None, str | None]:
    """Write ``...`` for a default that a dataclass makes anew each time."""
    if signature is not None:
        signature = signature.replace("<factory>", "...")
    return signature, returns


def drop_numbers(app: Sphinx, page: str, content: list[str]) -> None:
    """Leave out what a notebook only stores for its text: noted numbers.

    They are shown in the sentences that quote them, not below cells.
    """
    if not app.env.doc2path(page).endswith(".ipynb"):
        return
    notebook = json.loads(content[0])
    for cell in notebook["cells"]:
        if "outputs" in cell:
            cell["outputs"] = [
                output
                for output in cell["outputs"]
                if NUMBERS_MIME not in output.get("data", {})
            ]
    content[0] = json.dumps(notebook)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.setup_extension("course_imitations")
    app.setup_extension("course_pages")
    app.setup_extension("course_citations")
    app.setup_extension("course_drawings")
    app.connect("source-read", drop_numbers)
    app.connect("autodoc-skip-member", skip_field_alias)
    app.connect("autodoc-process-signature", shorten_factory)
    app.connect("html-page-context", drop_thebe, priority=900)
    app.connect("build-finished", copy_mathjax)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
