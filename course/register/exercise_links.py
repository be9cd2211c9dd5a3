"""Links from chapters to the exercises of their sections.

They stand at the end of a section, in its last cell of text, between two
marks; and a chapter that names its notebook of exercises links to the page.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from course.prose.coverage import anchored
from course.register.tables import link
from course.repository.exercise_chapters import exercise_chapters
from course.repository.exercise_marks import BLOCK, CLOSE, OPEN
from course.repository.numbered import numbered
from course.repository.prose import GENERATED

_NAMED = re.compile(
    r"(?<!\[)`notebooks/exercises/(?P<name>\w+)_exercise\.ipynb`(?!\])"
)


@dataclass(frozen=True)
class Exercises:
    """The exercises of all chapters, as links name them.

    Attributes
    ----------
    root
        The repository.
    by_section
        Page and title of the exercises of a section, by chapter and anchor.
    chapters
        The chapters that have exercises.
    """

    root: Path
    by_section: Mapping[tuple[str, str], list[tuple[Path, str]]]
    chapters: frozenset[str]

    def with_links(self, path: Path, text: str) -> str:
        """Make links of the notebooks of exercises that a text names."""

        def one(match: re.Match[str]) -> str:
            if match["name"] not in self.chapters:
                return match[0]
            page = self.root / GENERATED / f"{match['name']}.md"
            return link(path, match[0], page)

        return _NAMED.sub(one, text)

    def at_sections(
        self, path: Path, notebook: NotebookNode, texts: Iterable[str]
    ) -> list[str]:
        """Return a chapter's texts with the links at the ends of sections.

        Parameters
        ----------
        path, notebook
            The chapter.
        texts
            Those of its markdown cells, in order.
        """
        new = [BLOCK.sub("", text) for text in texts]
        for anchor, place in _ends(notebook).items():
            found = self.by_section.get((path.stem, anchor), [])
            if found:
                links = [link(path, title, page) for page, title in found]
                new[place] += (
                    f"\n\n{OPEN}\n\n**Exercises:** {' · '.join(links)}"
                    f"\n\n{CLOSE}"
                )
        return new


def read_exercises(root: Path) -> Exercises:
    """Return the exercises whose solutions lie in the repository."""
    by_section: dict[tuple[str, str], list[tuple[Path, str]]] = {}
    names = set()
    for chapter in exercise_chapters(root):
        names.add(chapter.name)
        for one in numbered(chapter):
            name, _, anchor = one.exercise.section.partition("#")
            page = root / GENERATED / chapter.name / f"{one.name}.md"
            by_section.setdefault((name, anchor), []).append(
                (page, f"{one.key} {one.title}")
            )
    return Exercises(root, by_section, frozenset(names))


def _ends(notebook: NotebookNode) -> dict[str, int]:
    """Return the last cell of text of each section, by its anchor.

    A cell counts among those of text, the first being 0. A section ends where
    the next heading of its level, or of a higher one, begins.
    """
    ends: dict[str, int] = {}
    is_open: list[tuple[int, str]] = []
    place = -1
    for cell, marks in anchored(notebook):
        if cell["cell_type"] != "markdown":
            continue
        place += 1
        for level, anchor in marks:
            is_open = [one for one in is_open if one[0] < level]
            is_open.append((level, anchor))
        ends.update({anchor: place for _, anchor in is_open})
    return ends
