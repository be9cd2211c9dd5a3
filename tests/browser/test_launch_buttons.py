"""The buttons of a chapter: where it can be run, and its file to keep."""

import re
from pathlib import Path

import pytest

from course.publish.links import PAGES, read

CHAPTERS = sorted((PAGES / "notebooks").glob("*.html"))
CONFIG = Path(__file__).resolve().parents[2] / "_config.yml"


@pytest.fixture(params=CHAPTERS, ids=lambda page: page.stem)
def chapter(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


def repository() -> str:
    """Return owner and name from the one place that sets the address."""
    found = re.search(
        r"url: &address https://github\.com/(\S+)", CONFIG.read_text()
    )
    assert found
    return found[1]


def test_colab_and_jupyterlab_on_binder_open_this_chapter(
    chapter: Path,
) -> None:
    notebook = f"notebooks/{chapter.stem}.ipynb"
    targets = read(chapter).targets
    assert {
        "https://colab.research.google.com/github/"
        f"{repository()}/blob/main/{notebook}",
        f"https://mybinder.org/v2/gh/{repository()}/main?urlpath=lab/tree/{notebook}",
    } <= set(targets)


def test_the_notebook_to_download_is_the_one_of_the_course(
    chapter: Path,
) -> None:
    name = f"{chapter.stem}.ipynb"
    [target] = {one for one in read(chapter).targets if one.endswith(name)} - {
        one for one in read(chapter).targets if one.startswith("https:")
    }
    offered = (chapter.parent / target).read_bytes()
    assert offered == (CONFIG.parent / "notebooks" / name).read_bytes()
