"""The words of a chapter, made short enough for slides.

A cell of text is read as blocks. What is brief or structured stays; of a long
paragraph the first sentence stays, and the whole goes to the speaker's notes.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

WORDS_ON_A_SLIDE = 45
QUESTION = re.compile(r"\*\*\d+\.|<details><summary>\d+\.")

_OPENERS = {"```": "```", "$$": "$$", "<details": "</details>"}
_HEADING = re.compile(r"^(#{1,6}) +(.+)$")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CITATION = re.compile(r"\s*\{cite[^}]*\}`[^`]*`")
_ROLE = re.compile(r"\{[\w:]+\}`~?([^`<]*[^`<\s])(?:\s*<[^`]*>)?`")
_INNER_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?:)[^)\s]+\)")
_SENTENCE = re.compile(r".+?[.!?:](?=\s+[A-Z\"'(*`$]|\s*$)", re.DOTALL)


def plain(markdown: str) -> str:
    """Return text without marks, citations, and links to other pages."""
    for pattern, rest in (
        (_COMMENT, ""),
        (_CITATION, ""),
        (_ROLE, r"\1"),
        (_INNER_LINK, r"\1"),
    ):
        markdown = pattern.sub(rest, markdown)
    return markdown


def blocks(markdown: str) -> Iterator[str]:
    """Yield paragraphs, lists, tables, formulas, code and details, whole."""
    held: list[str] = []
    closer = ""
    for line in markdown.splitlines():
        if not closer and (not line.strip() or _HEADING.match(line)):
            if held:
                yield "\n".join(held)
            held = [line] if line.strip() else []
            if held:
                yield held.pop()
            continue
        held.append(line)
        if closer and closer in line:
            closer = ""
        elif not closer:
            opens = (one for one in _OPENERS if line.startswith(one))
            opener = next(opens, "")
            rest = line.removeprefix(opener)
            closer = _OPENERS.get(opener, "")
            closer = "" if closer and closer in rest else closer
    if held:
        yield "\n".join(held)


def heading(block: str) -> tuple[int, str] | None:
    """Return level and words if a block is a heading."""
    match = _HEADING.match(block)
    return (len(match[1]), match[2]) if match else None


def is_paragraph(block: str) -> bool:
    """Tell whether a block is running text."""
    return not re.match(
        r"!\[|[-*+] |\d+[.)] |\||```|\$\$|<|>|#|\*\*\d+\.", block.lstrip()
    )


def shorten(found: list[str]) -> tuple[list[str], bool]:
    """Return blocks short enough for a slide, and whether words were cut."""
    words = sum(len(one.split()) for one in found if is_paragraph(one))
    if words <= WORDS_ON_A_SLIDE:
        return found, False
    short: list[str] = []
    has_sentence = False
    for one, after in pairwise([*found, ""]):
        leads = after != "" and not is_paragraph(after)
        if not is_paragraph(one):
            short.append(one)
        elif not has_sentence or (leads and len(one.split()) < 12):
            short.append(first_sentence(one))
            has_sentence = True
    return short, True


def first_sentence(paragraph: str) -> str:
    """Return the first sentence, or the second with it if both are brief."""
    sentences = [one.strip() for one in _SENTENCE.findall(paragraph)]
    if not sentences:
        return paragraph
    first: str = sentences[0]
    if len(sentences) > 1 and len(first.split()) < 10:
        first = f"{first} {sentences[1]}"
    return first
