"""Whatever lies in a folder of submissions has a row, or a line says why.

The notebooks are empty, so that no kernel has to start.
"""

import csv
import re
import shutil
import unicodedata
from itertools import takewhile
from pathlib import Path

import pytest
from graded_class import (
    COURSE,
    STUB,
    Graded,
    fill,
    grade,
    grade_with_pytest,
    stub,
    without_torch,
    write,
)

pytestmark = pytest.mark.heavy

NAME = STUB.name
OPTIONS = ("class", "--csv=grades.csv")
PASSED_OVER = (
    *("build", "dist", "venv", ".venv", ".hidden", "node_modules", "CVS"),
    *("_darcs", "x.egg", "{arch}"),
)
DECOMPOSED = unicodedata.normalize("NFD", "Zoë Müller")
COMPOSED = unicodedata.normalize("NFC", "Zoë Müller")
COPIES = (
    f"Copy of {NAME}",
    f"{STUB.stem} (1).ipynb",
    f"{STUB.stem}-Copy1.IPYNB",
)
FILES = (
    *(f"ann/{folder}/{NAME}" for folder in PASSED_OVER),
    *(f"ben/{name}" for name in COPIES),
    *(f"{name}/{NAME}" for name in (DECOMPOSED, COMPOSED, "new\nline")),
    *(f"{sign}x/{NAME}" for sign in "=+-@"),
    f"venv/{NAME}",
    "venv/pyvenv.cfg",
    f"ann::check 2.1/{NAME}",
    "loose.IPYNB",
)
NOT_GRADED = (
    *("cleo/essay.pdf", "cleo/hw.ipynb.txt", "eve/j.doe.txt", "loose.zip"),
    *(f"ben/{name}" for name in (f"._{NAME}", ".DS_Store", "mylib.py")),
    *(f"ben/{name}/{NAME}" for name in ("site-packages", "__pycache__")),
    "dan/.ipynb_checkpoints/a-checkpoint.ipynb",
    f"__MACOSX/ben/._{NAME}",
    "._loose.IPYNB",
)
MACS = "macOS keeps what it knows of another file in this one"
LINES = {
    "cleo: cleo/essay.pdf (no notebook)",
    "cleo: cleo/hw.ipynb.txt (no notebook, for the name does not end in "
    ".ipynb)",
    "eve: eve/j.doe.txt (no notebook)",
    "loose.zip: loose.zip (no notebook)",
    f"ben: ben/._{NAME} ({MACS})",
    "ben: ben/.DS_Store, ben/mylib.py (no notebook)",
    "ben: ben/site-packages (installed packages lie here)",
    "ben: ben/__pycache__ (Python keeps compiled code here)",
    "dan: dan/.ipynb_checkpoints (Jupyter keeps older copies here)",
    "__MACOSX: __MACOSX (macOS puts this folder into archives)",
    f"._loose: ._loose.IPYNB ({MACS})",
    "gus: gus/gone.ipynb (it cannot be opened)",
    "venv: venv/pyvenv.cfg (no notebook)",
}
EMPTY_FOLDERS = {
    "cleo": "only essay.pdf, hw.ipynb.txt",
    "dan": "only .ipynb_checkpoints",
    "eve": "only j.doe.txt",
    "fay.b": "nothing at all",
    "gus": "only gone.ipynb",
}


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    start = tmp_path_factory.mktemp("folders")
    for name in (*FILES, *NOT_GRADED):
        path = start / "class" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    for name in ("fay.b", "gus"):
        (start / "class" / name).mkdir()
    (start / "class/gus/gone.ipynb").symlink_to("nowhere")
    return start


@pytest.fixture(scope="module")
def graded(start: Path) -> Graded:
    return grade(start, *OPTIONS)


def files(graded: Graded, learner: str) -> set[str]:
    return {r["file"] for r in graded.rows if r["learner"] == learner}


def left_out(graded: Graded) -> set[str]:
    _, *lines = graded.output.partition(" left out ")[2].splitlines()
    return set(takewhile(lambda line: line.endswith(")"), lines))


def test_every_folder_is_looked_into(graded: Graded) -> None:
    assert files(graded, "ann") == {f"ann/{d}/{NAME}" for d in PASSED_OVER}
    assert files(graded, "venv") == {f"venv/{NAME}"}


def test_copies_are_graded_each(graded: Graded) -> None:
    assert files(graded, "ben") == {f"ben/{name}" for name in COPIES}


def test_one_learner_has_one_name_however_it_is_written(
    graded: Graded,
) -> None:
    forms = {DECOMPOSED, COMPOSED}
    assert files(graded, COMPOSED) == {f"{form}/{NAME}" for form in forms}
    assert len(forms) == 2
    assert not files(graded, DECOMPOSED)


def test_names_are_written_as_words(graded: Graded) -> None:
    for sign in "=+-@":
        assert files(graded, f"'{sign}x") == {f"'{sign}x/{NAME}"}
    assert files(graded, "new line") == {f"new line/{NAME}"}
    assert {
        r["exercise"] for r in graded.rows if r["learner"][:3] == "ann"
    } == {f"2.{number}" for number in range(1, 9)}


def test_who_handed_in_no_notebook_has_a_row(graded: Graded) -> None:
    for learner, held in EMPTY_FOLDERS.items():
        hint = graded.hint(learner, "-")
        assert hint == f"there is no notebook (.ipynb) in this folder, {held}"
        assert files(graded, learner) == {learner}


def test_nothing_else_has_a_row(graded: Graded) -> None:
    learners = {row["learner"] for row in graded.rows}
    known = {"ann", "ben", "venv", COMPOSED, "new line", "ann::check 2.1"}
    signed = {f"'{sign}x" for sign in "=+-@"}
    assert learners == known | signed | set(EMPTY_FOLDERS) | {"loose"}


def test_every_other_file_is_named_with_a_reason(graded: Graded) -> None:
    assert left_out(graded) == LINES


@pytest.mark.parametrize("more", ["--jobs=2", "--ignore=zoo"])
def test_the_rows_do_not_depend_on_how_they_are_made(
    start: Path, graded: Graded, more: str
) -> None:
    again = grade(start, *OPTIONS, more)
    assert again.rows == graded.rows
    assert left_out(again) == left_out(graded)


def test_what_the_teacher_ignores_is_named(start: Path) -> None:
    for more in ("--ignore=ben", "--ignore=be*", "--ignore=*en/*"):
        found = grade(start, *OPTIONS, more)
        assert not files(found, "ben")
        names = ", ".join(f"ben/{name}" for name in sorted(COPIES))
        assert f"ben: {names} (it was not run)" in left_out(found)


def test_the_table_opens_in_excel(start: Path, graded: Graded) -> None:
    content = (start / "grades.csv").read_bytes()
    assert graded.rows
    assert content.startswith(b"\xef\xbb\xbflearner,exercise,passed,")
    text = content.decode("utf-8-sig")
    assert "\ufeff" not in text
    assert all(len(row) == 5 for row in csv.reader(text.splitlines()))


@pytest.mark.parametrize("name", [".", "gone/grades.csv"])
def test_a_place_without_room_for_grades_is_refused_at_once(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / "class" / "ann").mkdir(parents=True)
    refused = grade(tmp_path, "class", f"--csv={name}")
    assert refused.status == 2
    assert "to write gone/" in refused.output or "written" in refused.output


def test_grades_go_to_the_home_folder(tmp_path: Path) -> None:
    (tmp_path / "class" / "ann").mkdir(parents=True)
    grade(tmp_path, "class", "--csv=~/grades.csv", HOME=str(tmp_path))
    assert (tmp_path / "grades.csv").exists()
    assert not (tmp_path / "~").exists()


def test_the_empty_exercises_of_the_course_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "notebooks" / "exercises"
    (tmp_path / "notebooks" / "solutions").mkdir(parents=True)
    folder.mkdir()
    shutil.copyfile(COURSE / "notebooks/exercises" / NAME, folder / NAME)
    (folder / f"._{NAME}").write_text("")
    answered = stub()
    fill(answered, "2.3", "losses = {}")
    write(answered, folder / "mine.ipynb")
    found = grade_with_pytest(tmp_path, "notebooks", "--collect-only", "-q")
    assert set(re.findall(r"(\w+)\.ipynb::check", found.output)) == {"mine"}
    assert left_out(found) == {
        f"exercises/{NAME} (empty exercises are graded if they are named)",
        f"exercises/._{NAME} ({MACS})",
    }
    name = f"notebooks/exercises/{NAME}"
    named = grade_with_pytest(tmp_path, name, "--collect-only")
    assert "check 2.8" in named.output


def test_pytest_writes_the_grades_too(tmp_path: Path) -> None:
    notebook = without_torch(stub())
    write(notebook, tmp_path / "class" / "Zoë" / "homework.ipynb")
    found = grade_with_pytest(tmp_path, "class", "--grades", "grades.csv")
    assert {row["learner"] for row in found.rows} == {"Zoë"}
    assert {row["passed"] for row in found.rows} == {"0"}
    content = (tmp_path / "grades.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
