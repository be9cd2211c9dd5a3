"""Citations in the text of a chapter, and the works that they name.

A citation is plain text, ``(Efron and Tibshirani, 1993)``, which reads well
wherever a notebook is opened; the book makes a link of it. Its extension
``course_citations`` runs without PyTorch and imports this module too.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pybtex.database import Person, parse_file

from course.repository.prose import blank_code
from course.repository.root import REPOSITORY

BIBLIOGRAPHY = "book/references.bib"
HEADING = "## References"

_WORD = r"[^\W\da-z_][\w'\u2019-]*"
_NAME = rf"(?:(?:van|von|de|der|la)\s+)*{_WORD}(?:\s+{_WORD})*"
_ONE = rf"{_NAME}(?:\s+et\s+al\.|\s+and\s+{_NAME})?,\s+\d{{4}}[a-z]?"
CITATION = re.compile(rf"\((?P<labels>{_ONE}(?:;\s+{_ONE})*)\)")
ITEM = re.compile(r"^- (?P<listed>[^()\[\]*]+?\s\(\d{4}[a-z]?\))", re.MULTILINE)


@dataclass(frozen=True)
class Work:
    """A work of the bibliography, and how chapters write it.

    Attributes
    ----------
    key
        Its name in the BibTeX file, as ``efron1993bootstrap``.
    authors
        The family names.
    year
        The year, perhaps with a letter.
    """

    key: str
    authors: tuple[str, ...]
    year: str

    @property
    def label(self) -> str:
        """What a citation says: ``Efron and Tibshirani, 1993``."""
        return f"{self._short}, {self.year}"

    @property
    def listed(self) -> tuple[str, ...]:
        """How an item in a list of references may begin; the short one last.

        With all authors, or with the first of three or more.
        """
        *most, last = self.authors
        names = f"{', '.join(most)} and {last}" if most else last
        return f"{names} ({self.year})", f"{self._short} ({self.year})"

    @property
    def _short(self) -> str:
        if len(self.authors) > 2:
            return f"{self.authors[0]} et al."
        return " and ".join(self.authors)


def read_works(root: Path = REPOSITORY) -> list[Work]:
    """Read the bibliography of the course in `root`.

    Raises
    ------
    ValueError
        If an entry has no author or no year.
    pybtex.exceptions.PybtexError
        If the file is not BibTeX, or two entries have the same key.
    """
    works = []
    for key, entry in parse_file(root / BIBLIOGRAPHY, "bibtex").entries.items():
        people, year = entry.persons.get("author"), entry.fields.get("year")
        if not people or not year:
            raise ValueError(
                f"{BIBLIOGRAPHY}: {key} needs the fields author and year"
            )
        works.append(Work(key, tuple(map(_family, people)), year))
    return works


def _family(person: Person) -> str:
    """Return a family name, with what stands before it, without TeX."""
    names = [*person.rich_prelast_names, *person.rich_last_names]
    return " ".join(map(str, names))


def citations(text: str) -> Iterator[tuple[re.Match[str], list[str]]]:
    """Yield each citation outside code, with the labels in it."""
    for match in CITATION.finditer(blank_code(text)):
        yield match, one_line(match["labels"]).split("; ")


def one_line(text: str) -> str:
    """Undo the breaks of lines."""
    return " ".join(text.split())


def linked(text: str, works: list[Work]) -> str:
    """Return markdown in which the citations are roles of the book.

    The items of a list of references become links too. What names no work is
    left alone: ``check_citations`` complains about it.
    """
    if text.startswith(HEADING):
        items = {
            listed: f"{{cite:{role}}}`{work.key}`"
            for work in works
            for listed, role in zip(work.listed, ("ts", "t"), strict=True)
        }
        return ITEM.sub(lambda item: _role(item, items), text)
    keys = {work.label: work.key for work in works}
    pieces, end = [], 0
    for match, labels in citations(text):
        if keys.keys() >= set(labels):
            roles = [f"{{cite:alp}}`{keys[label]}`" for label in labels]
            pieces += [text[end : match.start()], f"({'; '.join(roles)})"]
            end = match.end()
    return "".join([*pieces, text[end:]])


def _role(item: re.Match[str], roles: Mapping[str, str]) -> str:
    return f"- {roles.get(one_line(item['listed']), item['listed'])}"
