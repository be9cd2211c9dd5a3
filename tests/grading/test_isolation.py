"""Nothing that lies beside a submission runs in the judge's process."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from graded_class import COURSE, grade, grade_with_pytest

from grading.isolation import is_strict

pytestmark = pytest.mark.heavy

EVIL = "import pathlib\npathlib.Path({mark!r}).write_text({name!r})\n"
NAMES = (
    "conftest.py",
    "__init__.py",
    "test_evil.py",
    "helpers.py",
    "nbval.py",
    "queue.py",
    "sitecustomize.py",
    "evil.py",
)
NAME = "02_training_exercise.ipynb"


@pytest.fixture
def submissions(tmp_path: Path) -> Path:
    """Return a folder with traps; each would leave a mark if it ran."""
    folder = tmp_path / "submissions"
    for place in (folder, folder / "eve", folder / "eve" / "tests"):
        place.mkdir()
        for name in NAMES:
            code = EVIL.format(mark=str(tmp_path / "mark"), name=name)
            (place / name).write_text(code)
        (place / "test_notes.txt").write_text(
            f">>> open({str(tmp_path / 'mark')!r}, 'w').close()\n"
        )
        (place / NAME).write_text("")
    (folder / "eve" / "pytest.ini").write_text("[pytest]\naddopts = -p evil\n")
    (folder / "eve" / "setup.cfg").write_text("[tool:pytest]\npythonpath=.\n")
    return folder


def test_the_traps_are_real(submissions: Path) -> None:
    off = ("-p", "no:grading.isolation")
    grade_with_pytest(submissions.parent, "submissions", *off)
    assert (submissions.parent / "mark").exists()


@pytest.mark.parametrize("place", [".", "submissions", "submissions/eve"])
def test_traps_do_not_run(submissions: Path, place: str) -> None:
    text = "[pytest]\npythonpath = .\naddopts = -p evil\n"
    (submissions / "pytest.ini").write_text(text)
    start = submissions.parent
    folder = start / place
    graded = grade(folder, str(submissions), "--csv=grades.csv", "-j1")
    assert not (start / "mark").exists()
    assert len(graded.rows) == 3 * 8
    assert graded.status == 1


def test_nor_under_pytest(submissions: Path) -> None:
    start = submissions.parent
    grade_with_pytest(start, "submissions", "--doctest-glob=*.txt", "-n1")
    assert not (start / "mark").exists()


def test_nor_when_files_are_named(submissions: Path) -> None:
    start = submissions.parent
    files = [str(path) for path in sorted((submissions / "eve").glob("*.*"))]
    grade_with_pytest(start, "-c", "/dev/null", *files)
    assert not (start / "mark").exists()


@pytest.mark.parametrize(
    ("files", "options", "strict"),
    [
        (["notebooks"], {"nbval": True}, False),
        (["notebooks/01.ipynb", "tests"], {"nbval": True}, False),
        (["/tmp"], {}, False),
        (["notebooks", "/tmp"], {"nbval": True}, True),
        ([], {"nbval": True}, True),
        (["book/a.ipynb::check 1.1"], {"nbval_lax": True}, True),
    ],
)
def test_the_course_keeps_its_own_conftest(
    files: list[str], options: dict[str, Any], strict: bool
) -> None:
    known = {**options, "file_or_dir": files}
    config = SimpleNamespace(
        known_args_namespace=SimpleNamespace(**known),
        invocation_params=SimpleNamespace(dir=COURSE),
    )
    assert is_strict(cast(pytest.Config, config)) is strict
