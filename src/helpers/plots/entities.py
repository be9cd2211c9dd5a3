"""Sentences with their names marked, as HTML that reads without colour too.

Each name carries its kind in letters, and the tints are see-through, so that
the page's own text colour keeps its contrast in the light and the dark mode.
"""

from collections.abc import Callable, Sequence
from html import escape

from IPython.core.getipython import get_ipython
from IPython.display import display

from helpers.metrics import entities
from helpers.plots.style import AMBER, BLUE, GREEN, PINK
from helpers.plots.values import texts

TINTS = {"PER": BLUE, "LOC": GREEN, "ORG": AMBER, "MISC": PINK}
NO_FORMULA = "tex2jax_ignore mathjax_ignore"  # for MathJax 2, 3 and 4
FAINT = "38"  # of FF: how much of the tint covers the page


def show_entities(
    sentences: Sequence[tuple[Sequence[str], Sequence[str]]],
    captions: Sequence[str] | None = None,
) -> None:
    """Display sentences with their names marked.

    Parameters
    ----------
    sentences
        For each sentence its words and their tags, as ``B-PER``, ``I-PER``
        or ``O``.
    captions
        What stands before each sentence, for instance ``"true"`` or
        ``"model"``; none if left out.

    Raises
    ------
    ValueError
        If there is no sentence, the numbers of captions, words and tags
        differ, or a tag is wrong.
    """
    captions = captions if captions is not None else [""] * len(sentences)
    if len(sentences) == 0 or len(captions) != len(sentences):
        raise ValueError(
            f"{len(sentences)} sentences and {len(captions)} captions; there "
            "must be as many of both, and at least one"
        )
    paragraphs = []
    plain = []
    for (words, tags), caption in zip(sentences, captions, strict=True):
        words = texts(words)  # "NA" in a table of pandas is a nan
        if len(words) != len(tags):
            raise ValueError(f"{len(words)} words but {len(tags)} tags")
        before = f"<b>{escape(caption)}:</b> " if caption else ""
        body = " ".join(_pieces(words, tags, _mark))
        paragraphs.append(f'<p style="line-height:2">{before}{body}</p>')
        described = " ".join(_pieces(words, tags, _bracket))
        plain.append(f"{caption}: {described}" if caption else described)
    text = "\n".join(plain)
    if get_ipython() is None:
        print(text)
    else:
        # A "$" or a "\\(" of a sentence begins no formula.
        plain_text = f' class="{NO_FORMULA}"' if set(text) & set("$\\") else ""
        html = f"<div{plain_text}>{''.join(paragraphs)}</div>"
        display({"text/html": html, "text/plain": text}, raw=True)


def _pieces(
    words: Sequence[str],
    tags: Sequence[str],
    mark: Callable[[str, str], str],
) -> list[str]:
    """Return the words of a sentence, each name as one marked piece."""
    names = {start: (stop, kind) for start, stop, kind in entities(tags)}
    pieces, place = [], 0
    while place < len(words):
        stop, kind = names.get(place, (place + 1, ""))
        pieces.append(mark(" ".join(words[place:stop]), kind))
        place = stop
    return pieces


def _mark(text: str, kind: str) -> str:
    if not kind:
        return escape(text)
    tint = TINTS.get(kind, BLUE)
    return (
        f'<mark style="background:{tint}{FAINT};color:inherit;'
        f"border:1px solid {tint};border-radius:0.3em;padding:0.1em 0.3em;"
        f'white-space:nowrap">{escape(text)} '
        f'<small style="font-weight:bold">{escape(kind)}</small></mark>'
    )


def _bracket(text: str, kind: str) -> str:
    return f"[{text} {kind}]" if kind else text
