"""A learner's cell with several answers in it, cut into its answers.

Cells get merged, and all code may end up in one. Nothing here runs the code.
"""

import io
import re
import tokenize
from collections.abc import Container, Iterator
from dataclasses import dataclass

ANSWER = re.compile(
    r"^[^\S\n]*#+[^\S\n]*"
    # In other letters than these, the line must hold nothing else.
    r"(?:ANSWER|(?i:answer)(?=[^\S\n]*:?[^\S\n]*\d+\.\d+[\s.:]*?$))"
    r"[^\S\n]*:?[^\S\n]*(\d+\.\d+)\b",
    re.MULTILINE,
)
LONGEST = 100_000
"""Characters of a cell that is cut; a longer one stays whole."""

_MAGIC = re.compile(r"^([ \t]*)[%!].*", re.MULTILINE)
_GOES_ON = {"elif", "else", "except", "finally"}
_LAYOUT = {tokenize.NL, tokenize.INDENT, tokenize.DEDENT}


@dataclass(frozen=True)
class Part:
    """Some lines of a cell.

    Attributes
    ----------
    key
        The exercise that they answer, or an empty text.
    source
        The lines.
    """

    key: str
    source: str


def cut(source: str, keys: Container[str]) -> list[Part]:
    """Cut a cell above each ``# ANSWER`` line.

    Parameters
    ----------
    source
        The cell's code, which may be wrong or hold magic commands.
    keys
        The exercises that there are: other lines do not count.

    Returns
    -------
    list of Part
        In the order of the cell. What stands above the first such line is a
        part without a key. A line within a statement does not cut it, but a
        cell with no other belongs to its exercise.
    """
    lines = [one for one in ANSWER.finditer(source) if one[1] in keys]
    between = set(_between_statements(source)) if lines else set()
    starts = [
        (line[1], line.start())
        for line in lines
        if source.count("\n", 0, line.start()) + 1 in between
    ]
    if not starts:
        return [Part(lines[0][1] if lines else "", source)]
    ends = [*(start for _, start in starts[1:]), len(source)]
    parts = [
        Part(key, source[start:end])
        for (key, start), end in zip(starts, ends, strict=True)
    ]
    above = source[: starts[0][1]]
    return [Part("", above), *parts] if above.strip() else parts


def _between_statements(source: str) -> Iterator[int]:
    """Yield the numbers of comment lines between the outermost statements.

    Where the code cannot be read, there are none from there on.
    """
    if len(source) > LONGEST:
        return
    waiting: list[int] = []
    depth, is_start = 0, True
    plain = io.StringIO(_MAGIC.sub(r"\1pass", source))
    try:
        for token in tokenize.generate_tokens(plain.readline):
            depth += token.type == tokenize.INDENT
            depth -= token.type == tokenize.DEDENT
            if token.type == tokenize.NEWLINE:
                is_start = True
            elif token.type == tokenize.COMMENT and is_start:
                waiting.append(token.start[0])
            elif token.type not in {tokenize.COMMENT, *_LAYOUT}:
                if is_start and not depth and token.string not in _GOES_ON:
                    yield from waiting
                waiting, is_start = [], False
    except (tokenize.TokenError, SyntaxError):
        return
