"""Tests of the commands `claims` and `evidence`, with small notebooks."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.evidence import claims, evidence
from course.evidence.page import page
from course.evidence.runs import FILE
from course.evidence.verdicts import Verdict, judge
from course.notebooks.kernel import run_cells
from course.repository.results import read_results, write_results
from helpers.notes import NUMBERS_MIME
from output_comparison.spread import measure, spread_path

pytestmark = [pytest.mark.heavy, pytest.mark.xdist_group("claims")]

NOTED = """
from helpers.notes import note
note(good=0.9 + 0.001 * SEED, poor=0.8, error=1.0 - 0.01 * SEED)
"""
CLAIMS = """
[[claim]]
id = "good"
text = "Good beats poor"
notebook = "chapter"
better = "good"
worse = "poor"
margin = 0.05

[[claim]]
id = "error"
text = "The error is below 2 by a third"
notebook = "chapter"
better = "error"
worse = 2.0
share = 0.33
lower_is_better = true
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a course of one chapter, run it, and keep its evidence."""
    root = tmp_path_factory.mktemp("course")
    (root / "notebooks").mkdir()
    (root / "book").mkdir()
    (root / "book" / "claims.toml").write_text(CLAIMS)
    write_chapter(root)
    stored = run_cells(read(root), root / "notebooks")
    nbformat.write(stored, chapter(root))
    assert claims.main(["--root", str(root)]) == 0
    assert evidence.main(["--root", str(root), "--write"]) == 0
    return root


def chapter(root: Path) -> Path:
    return root / "notebooks" / "chapter.ipynb"


def read(root: Path) -> Any:
    return nbformat.read(chapter(root), as_version=4)


def write_chapter(root: Path, seed: str = "SEED = 0") -> None:
    cells = [
        new_markdown_cell("# A chapter"),
        new_code_cell(seed, metadata={"tags": ["parameters"]}),
        new_code_cell(NOTED),
    ]
    nbformat.write(new_notebook(cells=cells), chapter(root))


def test_every_seed_is_run_and_the_file_is_as_before(course: Path) -> None:
    runs = read_results(course, FILE)["chapter"]["runs"]
    assert [runs[str(seed)]["good"] for seed in range(0, 50, 10)] == (
        pytest.approx([0.9, 0.91, 0.92, 0.93, 0.94])
    )
    assert "SEED = 0" in chapter(course).read_text()


def test_the_page_tells_means_ranges_and_verdicts(course: Path) -> None:
    text = (course / "book" / "evidence.md").read_text()
    assert "0.92 (0.9 to 0.94)" in text
    assert text.count("5, holds") == 2
    assert evidence.main(["--root", str(course)]) == 0


def test_what_is_there_is_not_run_again() -> None:
    assert claims.more_seeds({"0": {}}, 4) == [10, 20, 30]
    assert claims.more_seeds({"0": {}, "1": {}, "20": {}}, 4) == [10]
    assert claims.more_seeds({"0": {}, "1": {}}, 2) == []


def test_the_page_says_where_seeds_are_neighbours(course: Path) -> None:
    results = read_results(course, FILE)
    runs = results["chapter"]["runs"]
    verdicts = judge(course)
    assert "Seeds 0, 10, 20, 30, 40." in "\n".join(page(course, verdicts))
    near = {str(n): one for n, one in enumerate(runs.values())}
    write_results(
        course, {"chapter": {**results["chapter"], "runs": near}}, FILE
    )
    try:
        text = "\n".join(page(course, verdicts))
    finally:
        write_results(course, results, FILE)
    assert "Seeds 0, 1, 2, 3, 4: neighbours" in text


def test_the_interval_is_students(course: Path) -> None:
    low, high = judge(course)[0].interval
    # gains 0.10 to 0.14: t(4) = 2.776, standard error 0.01581 / sqrt(5)
    assert (low, high) == pytest.approx((0.1004, 0.1396), abs=1e-4)


@pytest.mark.parametrize(
    ("gains", "margin", "holds"),
    [
        ([0.1, 0.11, 0.12], 0.05, True),
        ([0.1, 0.11, 0.12], 0.2, False),  # too little
        ([0.3, -0.1, 0.1], 0.0, False),  # luck would explain it
    ],
)
def test_a_claim_needs_its_margin_and_more_than_luck(
    gains: list[float], margin: float, holds: bool
) -> None:
    verdict = Verdict({}, gains, [0.0] * 3, margin)
    assert verdict.holds is holds


def test_slack_is_how_far_behind_still_counts_as_equal() -> None:
    behind = [0.900, 0.902, 0.901]
    claim = {"slack": 0.01}
    assert Verdict(claim, behind, [0.905] * 3, 0.0).holds
    assert not Verdict({}, behind, [0.905] * 3, 0.0).holds


def test_a_claim_that_fails_is_named(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    registered = course / "book" / "claims.toml"
    registered.write_text(CLAIMS.replace("0.05", "0.5"))
    try:
        assert evidence.main(["--root", str(course)]) == 1
    finally:
        registered.write_text(CLAIMS)
    assert "claim good does not hold" in capsys.readouterr().err


def changed(root: Path, change: Callable[[NotebookNode], None]) -> int:
    """Return the status of the check with a changed notebook."""
    before, notebook = chapter(root).read_bytes(), read(root)
    change(notebook)
    nbformat.write(notebook, chapter(root))
    try:
        return evidence.main(["--root", str(root)])
    finally:
        chapter(root).write_bytes(before)


def store(number: float) -> Callable[[NotebookNode], None]:
    """Return a change of a number that the notebook stores."""

    def change(notebook: NotebookNode) -> None:
        notebook.cells[2].outputs[0].data[NUMBERS_MIME]["poor"] = number

    return change


def edit(notebook: NotebookNode) -> None:
    """Edit the code so that its numbers stay."""
    notebook.cells[2].source += "\nrenamed = 1"


def edit_and_store(notebook: NotebookNode) -> None:
    """Edit the code, and store a number that moved a little."""
    edit(notebook)
    store(0.812)(notebook)


def test_a_changed_number_makes_the_evidence_stale(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert changed(course, store(0.81)) == 1
    assert "chapter has changed since make claims" in capsys.readouterr().err


def test_code_with_the_same_numbers_leaves_the_evidence_fresh(
    course: Path,
) -> None:
    assert changed(course, edit) == 0


def test_a_number_may_move_as_far_as_rounding_moves_it(course: Path) -> None:
    cell = read(course).cells[2].id
    runs = [
        {cell: {NUMBERS_MIME: [{"good": 0.9, "poor": poor, "error": 1.0}]}}
        for poor in (0.8, 0.81, 0.805, 0.8, 0.81, 0.802)
    ]
    spread = spread_path(chapter(course))
    spread.parent.mkdir()
    spread.write_text(measure(["run"] * len(runs), runs).text())
    try:
        assert changed(course, store(0.812)) == 0
        assert changed(course, store(0.1)) == 1
        assert changed(course, edit_and_store) == 1
    finally:
        spread.unlink()
        spread.parent.rmdir()


def test_too_few_runs_are_not_evidence(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    results = read_results(course, FILE)
    runs = dict(list(results["chapter"]["runs"].items())[:4])
    fewer = {"chapter": {**results["chapter"], "runs": runs}}
    write_results(course, fewer, FILE)
    try:
        assert evidence.main(["--root", str(course)]) == 1
    finally:
        write_results(course, results, FILE)
    assert "chapter has claims, but not 5 runs" in capsys.readouterr().err


def test_an_unknown_number_is_named(course: Path) -> None:
    registered = course / "book" / "claims.toml"
    registered.write_text(CLAIMS.replace('"poor"', '"pour"'))
    try:
        with pytest.raises(ValueError, match="chapter notes no pour"):
            evidence.main(["--root", str(course)])
    finally:
        registered.write_text(CLAIMS)


def test_a_notebook_without_a_seed_cell_is_refused() -> None:
    notebook = new_notebook(cells=[new_code_cell("SEED = 0")])
    with pytest.raises(ValueError, match="no cell has the tag 'parameters'"):
        claims.with_seed(notebook, 1)


def test_another_parameters_cell_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notebooks").mkdir()
    write_chapter(tmp_path, seed="SEED = 7")
    with pytest.raises(ValueError, match="must be 'SEED = 0'"):
        claims.with_seed(read(tmp_path), 1)


def test_a_notebook_without_claims_is_refused(course: Path) -> None:
    with pytest.raises(SystemExit):
        claims.main(["--root", str(course), "other"])
