"""Mends the pages that Sphinx and the theme wrote: access and weight.

What assistive programs read is put right, and the file with 2,000 icons that
every page loads is cut down to those that some page shows.
"""

import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

ICONS = "_static/scripts/fontawesome.js"
THEME_SCRIPT = "_static/scripts/pydata-sphinx-theme.js"

# A signature that is written over several lines: a list without terms.
SIGNATURE = re.compile(r"<dl>\n((?:<dd>.*?</dd>\n)+)</dl>\n")
# One icon of the file: its name, width, height, other names, sign, outline.
ICON = re.compile(r'"?([\w-]+)"?:\[\d+,\d+,\[([^\]]*)\],"[^"]*","[^"]*"\],?')
ICON_CLASSES = re.compile(r'class="([^"]*\bfa[bsr]? [^"]*|[^"]*\bfa-[^"]*)"')


def mend_body(
    app: Sphinx, page: str, template: str, context: dict[str, Any], tree: Any
) -> None:
    """Give lists the roles that assistive programs know.

    The role ``doc-biblioentry`` is deprecated, and only ``listitem`` may
    stand in a list; the lines of a signature are no list of definitions. In
    the index of modules a list stands beside its item, not in it.
    """
    if "body" not in context:
        return
    body = context["body"].replace('role="doc-biblioentry"', 'role="listitem"')
    if page == "_modules/index":
        body = body.replace("</li>\n<ul>", "\n<ul>")
        body = body.replace("</ul><li>", "</ul></li><li>")
    context["body"] = SIGNATURE.sub(_signature_lines, body)


def _signature_lines(match: re.Match[str]) -> str:
    lines = match[1].replace("<dd>", '<span class="sig-line">')
    return lines.replace("</dd>", "</span>")


def keep_icons(script: str, wanted: set[str]) -> str:
    """Return the script of Font Awesome with only some of its icons.

    Parameters
    ----------
    script
        All of ``fontawesome.js``.
    wanted
        The names of icons, without ``fa-``; names of anything else are
        passed over.
    """

    def one(match: re.Match[str]) -> str:
        names = {match[1], *re.findall(r'"([\w-]+)"', match[2])}
        return match[0] if names & wanted else ""

    return ICON.sub(one, script)


def shrink_icons(app: Sphinx, error: Exception | None) -> None:
    """Cut the icons that no page shows out of the script that draws them.

    Raises
    ------
    ExtensionError
        If the script is no longer written as this function expects.
    """
    if error is not None or app.builder.format != "html":
        return
    out = Path(app.outdir)
    wanted = set(re.findall(r"\bfa-([\w-]+)", (out / THEME_SCRIPT).read_text()))
    for page in out.rglob("*.html"):
        for classes in ICON_CLASSES.findall(page.read_text("utf-8")):
            wanted.update(re.findall(r"\bfa-([\w-]+)", classes))
    script = (out / ICONS).read_text("utf-8")
    kept = keep_icons(script, wanted)
    if "magnifying-glass" not in kept or len(kept) > len(script) / 4:
        raise ExtensionError(
            f"{ICONS} has a form that is not known; see {__file__}"
        )
    (out / ICONS).write_text(kept, "utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.connect("html-page-context", mend_body, priority=900)
    app.connect("build-finished", shrink_icons)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
