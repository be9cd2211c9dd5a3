"""A chapter that is opened in Colab installs the course and runs.

Only the notebook's file is there; its own set-up cell fetches the rest. This
takes minutes, so it has its own command: ``pytest -m slow tests/colab``.
"""

import re
import tomllib
from pathlib import Path

import nbformat
import pytest
import yaml
from colab_machine import ColabMachine, make_machine, make_remote
from nbformat import NotebookNode

from output_comparison.tolerance import Tolerance, align_text

ROOT = Path(__file__).resolve().parents[2]
CHAPTERS = sorted((ROOT / "notebooks").glob("*.ipynb"))
CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
ADDRESS = CONFIG["repository"]["url"]


def set_up_cell(notebook: Path) -> str:
    cells = nbformat.read(notebook, as_version=4).cells
    (source,) = (cell.source for cell in cells if cell.get("id") == "colab")
    return str(source)


def test_chapters_are_set_up_in_one_way() -> None:
    """They differ in the extras, and in what comes after the package."""
    extras = re.compile(r"domains\[([a-z,]+)\]")
    cells = [set_up_cell(notebook) for notebook in CHAPTERS]
    starts = {tuple(extras.sub("", cell).splitlines()[:5]) for cell in cells}
    assert len(starts) == 1
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = {
        one for cell in cells for one in extras.findall(cell)[0].split(",")
    }
    assert asked <= set(project["project"]["optional-dependencies"])


def test_set_up_cells_ask_only_the_repository_of_the_course() -> None:
    course = ADDRESS.partition("github.com/")[2]
    urls = [
        url
        for notebook in CHAPTERS
        for url in re.findall(r"https?://[^\s\"']+", set_up_cell(notebook))
    ]
    assert [url for url in urls if not url.endswith(course)] == []


def printed(notebook: NotebookNode) -> dict[str, str]:
    """Return what each cell printed, where every run prints the same."""
    return {
        cell.id: "".join(output.get("text", "") for output in cell.outputs)
        for cell in notebook.cells
        if cell.cell_type == "code"
        and cell.id != "colab"
        and "nbval-ignore-output" not in cell.metadata.get("tags", [])
    }


@pytest.fixture(scope="module")
def remote(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("remote") / "course.git"
    make_remote(ROOT, place)
    return place


@pytest.fixture
def machine(tmp_path: Path, remote: Path) -> ColabMachine:
    return make_machine(tmp_path, remote, ADDRESS)


@pytest.mark.slow
@pytest.mark.parametrize("chapter", ["03_data", "12_evaluation"])
def test_a_chapter_installs_the_course_and_runs(
    machine: ColabMachine, chapter: str
) -> None:
    notebook = ROOT / "notebooks" / f"{chapter}.ipynb"
    assert machine.call("-c", "import torch").returncode == 0
    assert "No module named 'helpers'" in (
        machine.call("-c", "import helpers").stderr
    )

    ran = machine.run(notebook)

    # The course is new, from the remote; PyTorch and the rest were kept.
    assert machine.installed() == {"pytorch-across-domains"}
    where = machine.call("-c", "import helpers; print(helpers.__file__)")
    assert Path(where.stdout).is_relative_to(machine.python.parents[1])
    fresh = printed(ran)
    for cell, text in printed(nbformat.read(notebook, as_version=4)).items():
        assert align_text(fresh[cell], text, Tolerance()) == text
