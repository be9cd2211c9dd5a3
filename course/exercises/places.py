"""Where the pages of exercises lie, and what they link to."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from course.prose.coverage import anchored, headings
from course.register.tables import link
from course.repository.notebooks import notebook_path, read_notebook
from course.repository.prose import GENERATED
from course.repository.toc import read_toc

CONFIG = "_config.yml"


@dataclass(frozen=True)
class Places:
    """The files of the course, and its public addresses.

    Attributes
    ----------
    root
        The repository.
    numbers
        The chapters, by the names of their notebooks.
    titles
        Headings of the chapters, by chapter and anchor.
    colab, binder
        Addresses that the path of a notebook is put behind; empty if there
        are none.
    """

    root: Path
    numbers: dict[str, int]
    titles: dict[tuple[str, str], str]
    colab: str
    binder: str

    @property
    def grading(self) -> Path:
        """The page about checks, hints and the commands."""
        return self.root / "book" / "grading.md"

    def number(self, chapter: str) -> int:
        """Return the number of a chapter."""
        return self.numbers[chapter]

    def notebook(self, chapter: str) -> Path:
        """Return the notebook of a chapter."""
        return notebook_path(self.root, chapter)

    def page_of_chapter(self, chapter: str) -> Path:
        """Return the page that lists the exercises of a chapter."""
        return self.root / GENERATED / f"{chapter}.md"

    def page(self, chapter: str, name: str) -> Path:
        """Return the page of an exercise."""
        return self.root / GENERATED / chapter / f"{name}.md"

    def section(self, page: Path, section: str) -> str:
        """Return a link to a section, such as ``"02_training#losses"``.

        Raises
        ------
        ValueError
            If the chapter has no such heading.
        """
        chapter, _, anchor = section.partition("#")
        if (chapter, anchor) not in self.titles:
            raise ValueError(
                f"{page.stem}: {chapter} has no heading #{anchor}; correct "
                "`section` of the exercise"
            )
        label = f"{self.number(chapter)} · {self.titles[chapter, anchor]}"
        return link(page, label, self.notebook(chapter), anchor)

    def buttons(self, page: Path, chapter: str) -> str:
        """Return links that open the exercises of a chapter, or save them."""
        path = f"notebooks/exercises/{chapter}_exercise.ipynb"
        file = link(page, "", self.root / path).removeprefix("[](")[:-1]
        buttons = [
            f"{{download}}`Download the notebook <{file}>`",
            self.colab and f"[Open in Colab]({self.colab}{path})",
            self.binder and f"[JupyterLab on Binder]({self.binder}{path})",
        ]
        return " · ".join(one for one in buttons if one)


def read_places(root: Path) -> Places:
    """Read the table of contents, the headings and the configuration."""
    numbers = {one.name: one.number for one in read_toc(root)}
    titles: dict[tuple[str, str], str] = {}
    for chapter in numbers:
        for cell, marks in anchored(
            read_notebook(notebook_path(root, chapter))
        ):
            texts = (
                [text for _, text in headings(cell["source"])] if marks else []
            )
            for (_, anchor), text in zip(marks, texts, strict=True):
                titles[chapter, anchor] = text
    colab, binder = _addresses(root / CONFIG)
    return Places(root, numbers, titles, colab, binder)


def _addresses(config: Path) -> tuple[str, str]:
    """Return what the path of a notebook is put behind, from the settings."""
    if not config.exists():
        return "", ""
    settings: dict[str, Any] = yaml.safe_load(config.read_text("utf-8"))
    branch = settings["repository"]["branch"]
    owner = settings["repository"]["url"].removeprefix("https://github.com/")
    buttons = settings["launch_buttons"]
    return (
        f"{buttons['colab_url']}/github/{owner}/blob/{branch}/",
        f"{buttons['binderhub_url']}/v2/gh/{owner}/{branch}?urlpath=lab/tree/",
    )
