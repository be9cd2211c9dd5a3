"""Find numbers in the text that look like results and are only typed.

A result belongs into a mark of ``python -m course numbers``; a fact that no
notebook computes is written ``<!--fact: SOURCE-->0.5 %<!--/fact-->``.
"""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from course.drawings.shown import SHOWN
from course.report import report
from course.repository.exercise_marks import BLOCK
from course.repository.prose import (
    Passage,
    blank,
    blank_code,
    passages,
    prose_files,
)
from course.repository.root import REPOSITORY

_NOT_PROSE = [
    re.compile(r"\A---\n.*?\n---\n", re.DOTALL),
    # What a drawing says comes from its source, which computes its numbers.
    SHOWN,
    BLOCK,  # numbers of exercises
    re.compile(r"<!--\s*n:[^>]*-->[^<]*<!--/n-->"),
    re.compile(r"<!--\s*fact:\s*\S(?:(?!-->).)*-->(?:(?!<!--).)*<!--/fact-->"),
    re.compile(r"<!--(?!\s*/?\s*fact).*?-->", re.DOTALL),
    re.compile(r"\$\$.+?\$\$", re.DOTALL),
    re.compile(r"(?<![\\\w])\$(?!\s)[^$\n]+?(?<!\s)\$(?!\d)"),
    re.compile(r"\\\(.+?\\\)|\\\[.+?\\\]", re.DOTALL),
    re.compile(r"(?<=\])\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)"),
    re.compile(r"https?://\S+"),
    re.compile(r"</?\w[^<>]*>"),
    re.compile(r"^\s*:[\w-]+:.*$", re.MULTILINE),
    re.compile(r"\{cite[^}]*\}|\[@[^\]]*\]"),
]
_METRIC = (
    r"\b(?:accurac(?:y|ies)|error(?:\srate)?|F1|RMSE|MAE|MSE|MAPE|AUC|ROC|"
    r"AUROC|BLEU|ROUGE(?:-[\dL])?|IoU|mAP|FID|R\xb2|perplexit(?:y|ies)|"
    r"loss(?:es)?|precision|recall|score|correlation)\b"
)
_NUMBER = r"(?<![\w.,/-])[-\u2212+~\u2248]?\d[\d,]*(?:\.\d+)?"
_DECIMAL = r"(?<![\w.,/-])[-\u2212+~\u2248]?\d+\.\d+(?!\.?\d)"
_NAMED = re.compile(
    r"(?:PyTorch|Python|NumPy|CUDA|pandas|torch\w*|scikit-learn|Jupyter|"
    r"versions?|releases?|sections?|chapters?|figures?|tables?|exercises?|"
    r"equations?|parts?|steps?|lessons?|[<>=~]=)\s*$",
    re.IGNORECASE,
)
# The end of a line that the next line continues.
_LINE_END = r"\n(?!\s*(?:\n|[-*+|#>]|\d+[.)]))"
_SPACE = rf"(?:[ \t]|{_LINE_END})"
# The alternatives exclude one another: the search would take ages otherwise.
_SAME_SENTENCE = rf"(?:[^\n.;:|]|[.:](?=\S)|{_LINE_END})"
_SMALL = (
    rf"(?:{_SPACE}+(?:is|are|was|were|of|at|to|about|around|only|just|"
    r"nearly|over|under|above|below|reaches|reached|falls|fell|drops|rises|"
    r"gets|hits))"
)
_RESULTS = {
    "a percentage": re.compile(_NUMBER + r"\s?(?:%|per\s?cent\b|percent\b)"),
    "a factor": re.compile(
        _NUMBER
        + r"\s?(?:[x\xd7](?![\w\xd7])(?!\s*\d)|times\s+(?:as|faster|slower|"
        r"smaller|larger|bigger|better|worse|more|fewer|less|higher|lower))"
    ),
    "a duration": re.compile(
        _NUMBER + r"\s(?:s|ms|[\xb5\u03bc]s|sec|secs|seconds?|milliseconds?)\b"
    ),
    "a spread": re.compile(r"\xb1\s?\d[\d.]*"),
    "a result": re.compile(
        rf"{_METRIC}{_SMALL}{{0,3}}{_SPACE}*[=:\u2248~]?{_SPACE}*{_NUMBER}"
        rf"|{_METRIC}{_SAME_SENTENCE}{{0,40}}?{_DECIMAL}"
        rf"|{_DECIMAL}{_SAME_SENTENCE}{{0,25}}?{_METRIC}",
        re.IGNORECASE,
    ),
    "a table of results": re.compile(
        rf"(?<=\|)[ \t*]*{_DECIMAL}[^|\n]{{0,12}}(?=\|)"
    ),
}
_FACT = re.compile(r"<!--\s*/?\s*fact\b")


def main(arguments: list[str]) -> int:
    """Print all findings; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=REPOSITORY)
    root = parser.parse_args(arguments).root
    messages = [
        message
        for path in prose_files(root)
        for passage in passages(path, root)
        for message in lint(passage)
    ]
    return report(messages)


def lint(passage: Passage) -> Iterator[str]:
    """Yield a message for each bare result in a passage."""
    text = blank_code(passage.text)
    for pattern in _NOT_PROSE:
        text = blank(text, pattern)
    for fact in _FACT.finditer(text):
        yield (
            f"{passage.at(fact.start())}: a broken fact; write "
            "<!--fact: SOURCE-->NUMBER<!--/fact--> on one line"
        )
    text = blank(text, re.compile(r"<!--.*?-->"))
    for kind, pattern in _RESULTS.items():
        for match in pattern.finditer(text):
            if not _is_name(text, match):
                shown = " ".join(match[0].split())
                yield (
                    f"{passage.at(match.start())}: {shown!r} looks like "
                    f"{kind}; note() it and quote it with <!--n:...-->, or "
                    "mark it <!--fact: SOURCE-->"
                )


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Tell whether the number is part of a name, as in PyTorch 2.6."""
    number = re.compile(_NUMBER).search(text, match.start(), match.end())
    start = match.start() if number is None else number.start()
    return _NAMED.search(text, 0, start) is not None
