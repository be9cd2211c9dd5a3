"""Tests of planting faults: the edit, what is kept, and the page."""

from pathlib import Path

import nbformat
import pytest
from nbformat import v4

from course.disturbed_runs import faults
from course.disturbed_runs.faults_page import page
from course.disturbed_runs.planting import Fault, Finding, edit

RATE = Fault("01_one", "train", "a rate ten times too high", "0.1", "1.0")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Make a course of one chapter with one fault."""
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "book").mkdir()
    cell = v4.new_code_cell("lr = 0.1", id="train")
    notebook = v4.new_notebook(cells=[cell])
    nbformat.write(notebook, tmp_path / "notebooks" / "01_one.ipynb")
    table = "\n".join(
        f"{name} = {value!r}" for name, value in vars(RATE).items()
    )
    (tmp_path / "book" / "planted_faults.toml").write_text(
        f"[[fault]]\n{table}\n", "utf-8"
    )
    return tmp_path


def found(reported: int | None) -> Finding:
    return Finding("01_one", RATE.about, 0, reported, "outputs | differ <b>")


def run(
    root: Path, monkeypatch: pytest.MonkeyPatch, reported: int | None
) -> int:
    class Pool:
        def __init__(self, *_: object) -> None: ...
        def __enter__(self) -> "Pool":
            return self

        def __exit__(self, *_: object) -> None: ...
        def map(self, _: object, *__: object) -> list[Finding]:
            return [found(reported)]

    monkeypatch.setattr(faults, "ProcessPoolExecutor", Pool)
    return faults.main(["--root", str(root)])


def test_the_edit_is_made_in_its_cell() -> None:
    cell = v4.new_code_cell("lr = 0.1", id="train")
    notebook = v4.new_notebook(cells=[v4.new_code_cell("", id="a"), cell])
    assert edit(notebook, RATE) == 1
    assert notebook.cells[1].source == "lr = 1.0"


@pytest.mark.parametrize("source", ["lr = 0.2", "lr = 0.1; slow = 0.1"])
def test_an_edit_without_its_place_says_so(source: str) -> None:
    notebook = v4.new_notebook(cells=[v4.new_code_cell(source, id="train")])
    with pytest.raises(ValueError, match=r"does not hold '0.1' once"):
        edit(notebook, RATE)


def test_nothing_is_planted_twice(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(root, monkeypatch, 0)
    before = (root / "book" / "planted_faults.json").read_bytes()
    run(root, monkeypatch, None)
    assert (root / "book" / "planted_faults.json").read_bytes() == before


def test_a_changed_chapter_is_planted_again(
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(root, monkeypatch, 0)
    path = root / "notebooks" / "01_one.ipynb"
    path.write_text(path.read_text("utf-8").replace("0.1", "0.1;"), "utf-8")
    faults.main(["--check", "--root", str(root)])
    assert "run `python -m course faults 01_one`" in capsys.readouterr().out
    run(root, monkeypatch, None)
    assert "0 of 1 planted faults" in capsys.readouterr().out


def test_a_fault_that_lost_its_place_fails_the_check(
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = root / "notebooks" / "01_one.ipynb"
    path.write_text(path.read_text("utf-8").replace("0.1", "0.3"), "utf-8")
    assert faults.main(["--check", "--root", str(root)]) == 1
    told = capsys.readouterr().err
    assert "does not hold '0.1' once" in told
    assert "01_one has 1 faults; give it 3" in told


def test_all_is_well_with_three_faults(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faults, "FEWEST", 1)
    assert run(root, monkeypatch, 0) == 0
    assert faults.main(["--check", "--root", str(root)]) == 0


def test_too_many_unreported_faults_fail(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(root, monkeypatch, None) == 1


def test_the_page_counts_and_escapes() -> None:
    text = page([found(0), found(None)])
    assert "1 of 2<!--/fact--> planted faults." in text
    assert r"outputs \| differ &lt;b>" in text
    assert "**not reported**" in text
