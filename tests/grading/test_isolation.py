"""Nothing that lies beside a submission runs in the judge's process."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from graded_class import COURSE, grade

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
NAME = "01_fundamentals_exercise.ipynb"


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
    grade(submissions.parent, "submissions", "-p", "no:grading.isolation")
    assert (submissions.parent / "mark").exists()


def test_traps_do_not_run(submissions: Path) -> None:
    start = submissions.parent
    more = ("--grades=grades.csv", "--doctest-glob=*.txt", "-n1")
    graded = grade(start, "submissions", *more)
    assert not (start / "mark").exists()
    assert len(graded.rows) == 3 * 6
    assert graded.status == 1


def test_nor_when_files_are_named(submissions: Path) -> None:
    start = submissions.parent
    files = [str(path) for path in sorted((submissions / "eve").glob("*.*"))]
    grade(start, "-c", "/dev/null", *files)
    assert not (start / "mark").exists()


def test_nor_from_within_the_folder(submissions: Path) -> None:
    grade(submissions, ".", "--grades=grades.csv", "-n1")
    assert not (submissions.parent / "mark").exists()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pytest.ini", "[pytest]\nxfail_strict = true\n"),
        ("pyproject.toml", "[tool.pytest.ini_options]\nxfail_strict = true\n"),
    ],
)
def test_settings_among_the_submissions_are_refused(
    submissions: Path, name: str, text: str
) -> None:
    (submissions / name).write_text(text)
    start = submissions.parent
    refused = grade(start, "submissions", "--grades=grades.csv")
    assert refused.status == pytest.ExitCode.USAGE_ERROR
    assert f"{name} lies among the submissions" in refused.output


def test_grades_that_could_not_be_written_are_refused_at_once(
    tmp_path: Path,
) -> None:
    refused = grade(tmp_path, "--grades=gone/grades.csv")
    assert refused.status == pytest.ExitCode.USAGE_ERROR
    assert "there is no folder gone" in refused.output


def test_without_settings_not_even_a_plugin_is_taken(submissions: Path) -> None:
    text = "[pytest]\npythonpath = .\naddopts = -p evil\n"
    (submissions / "pytest.ini").write_text(text)
    start = submissions.parent
    more = ("submissions", "--grades=grades.csv")
    graded = grade(start, "-c", "/dev/null", *more)
    assert len(graded.rows) == 3 * 6
    assert not (start / "mark").exists()


@pytest.mark.parametrize(
    ("files", "options", "strict"),
    [
        (["notebooks"], {"nbval": True}, False),
        (["notebooks/01.ipynb", "tests"], {"nbval": True}, False),
        (["/tmp"], {}, False),
        (["notebooks"], {"nbval": True, "grades": "a.csv"}, True),
        (["notebooks", "/tmp"], {"nbval": True}, True),
        ([], {"nbval": True}, True),
        (["book/a.ipynb::check 1.1"], {"nbval_lax": True}, True),
    ],
)
def test_the_course_keeps_its_own_conftest(
    files: list[str], options: dict[str, Any], strict: bool
) -> None:
    known = {"grades": None, **options, "file_or_dir": files}
    config = SimpleNamespace(
        known_args_namespace=SimpleNamespace(**known),
        invocation_params=SimpleNamespace(dir=COURSE),
    )
    assert is_strict(cast(pytest.Config, config)) is strict
