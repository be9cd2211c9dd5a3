"""Make slides for teachers from chapters.

    python -m course slides notebooks/04_convolutions.ipynb

writes ``_build/slides/04_convolutions.html``, which any browser shows without
a network. The speaker's notes (key S) have the words that were too many.
"""

import argparse
import base64
import html
import importlib.util
import shutil
from functools import cache
from itertools import groupby
from pathlib import Path

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from course.publish.slide_cut import Element, Slide, cut
from course.repository.notebooks import (
    chapter_notebooks,
    read_notebook,
)
from course.repository.root import REPOSITORY

THEME = REPOSITORY / "book" / "_slides"
DRAWINGS = REPOSITORY / "book" / "_static" / "drawings"
# Packages of the group `book` that carry what a browser needs.
CARRIED = {
    "reveal": ("sphinx_revealjs", "_static/revealjs"),
    "mathjax": ("sphinx-mathjax-offline", "static/mathjax"),
}
NEEDED = {
    "reveal": ("LICENSE", "dist/reveal.js", "dist/reveal.css"),
    "mathjax": ("tex-svg.js",),
}
NOTES = ("plugin/notes/notes.js", "plugin/notes/speaker-view.html")


def main(arguments: list[str]) -> int:
    """Write a deck for each notebook; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "notebooks", nargs="*", type=Path, help="default: all chapters"
    )
    parser.add_argument(
        "--out", type=Path, default=REPOSITORY / "_build" / "slides"
    )
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    copy_scripts(options.out)
    for path in options.notebooks or chapter_notebooks(REPOSITORY):
        written = options.out / f"{path.stem}.html"
        written.write_text(deck(cut(read_notebook(path))), encoding="utf-8")
        print(written)
    return 0


def copy_scripts(out: Path) -> None:
    """Put reveal.js, MathJax and the look beside the decks.

    Raises
    ------
    FileNotFoundError
        If a package that carries them is not installed.
    """
    for name, (package, folder) in CARRIED.items():
        spec = importlib.util.find_spec(package)
        if spec is None or spec.origin is None:
            raise FileNotFoundError(
                f"the package {package} is not installed; run this with the "
                "Python of .venv-book, made by `make book`"
            )
        source = Path(spec.origin).parent / folder
        files = NEEDED[name] + (NOTES if name == "reveal" else ())
        for file in files:
            target = out / name / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / file, target)
    colours = HtmlFormatter(style="a11y-high-contrast-light")
    look = (THEME / "slides.css").read_text("utf-8")
    text = f"{look}\n{colours.get_style_defs('.code')}\n"
    (out / "slides.css").write_text(text, encoding="utf-8")


def deck(slides: list[Slide]) -> str:
    """Return the page of a chapter's slides."""
    columns: list[list[Slide]] = []
    for slide in slides:
        if slide.level < 3 or not columns:
            columns.append([slide])
        else:
            columns[-1].append(slide)
    shown = "\n".join(
        f"<section>\n{''.join(map(section, column))}</section>"
        for column in columns
    )
    page = (THEME / "deck.html").read_text("utf-8")
    title = html.escape(slides[0].heading)
    return page.replace("{{title}}", title).replace("{{slides}}", shown)


def section(slide: Slide) -> str:
    """Return the HTML of one slide."""
    level = 1 if slide.level == 1 else 2
    words = _markdown().renderInline(slide.heading)
    notes = "".join(_markdown().render(note) for note in slide.notes)
    aside = f'<aside class="notes">{notes}</aside>\n' if notes else ""
    kind = "title" if slide.level == 1 else "plain"
    body = "".join(
        _together(kind, list(group))
        for kind, group in groupby(slide.elements, key=lambda one: one.kind)
    )
    return (
        f'<section class="{kind}">\n<h{level}>{words}</h{level}>\n'
        f"{body}{aside}</section>\n"
    )


def _together(kind: str, elements: list[Element]) -> str:
    """Return elements of one kind that follow each other."""
    if kind == "text":
        text = "\n\n".join(one.content for one in elements)
        return f'<div class="words">{_markdown().render(text)}</div>\n'
    return "".join(map(_shown, elements))


def _shown(element: Element) -> str:
    if element.kind == "figure":
        about = html.escape(element.extra, quote=True)
        source = f"data:image/png;base64,{element.content}"
        return f'<img class="r-stretch" alt="{about}" src="{source}">\n'
    if element.kind == "drawing":
        return _drawing(element.content, element.extra)
    size = " small" if len(element.content.splitlines()) > 16 else ""
    if element.kind == "code":
        formatter = HtmlFormatter(cssclass=f"code{size}")
        return str(highlight(element.content, PythonLexer(), formatter))
    if element.kind == "html":
        return f'<div class="table">{element.content}</div>\n'
    return f'<pre class="printed{size}">{html.escape(element.content)}</pre>\n'


def _drawing(name: str, about: str) -> str:
    """Return a schematic drawing, light as the slides are."""
    text = (DRAWINGS / f"{name}.svg").read_text("utf-8")
    light = text.replace("(prefers-color-scheme: dark)", "not all")
    code = base64.b64encode(light.encode()).decode()
    return (
        f'<img class="r-stretch" alt="{html.escape(about, quote=True)}" '
        f'src="data:image/svg+xml;base64,{code}">\n'
    )


@cache
def _markdown() -> MarkdownIt:
    """Return a reader of the chapters' Markdown, formulas left to MathJax."""
    reader = MarkdownIt("commonmark", {"html": True}).enable("table")

    def formula(text: str, options: dict[str, object]) -> str:
        escaped = html.escape(text)
        if options["display_mode"]:
            return rf"\[{escaped}\]"
        return rf"\({escaped}\)"

    return reader.use(dollarmath_plugin, renderer=formula)
