"""The command for a class: interrupted, resumed, and given wrong options."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from grading import command
from grading.grades import Grade

NAMES = ("ann", "ben", "eve")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in NAMES:
        (tmp_path / "class" / name).mkdir(parents=True)
        (tmp_path / "class" / name / "a.ipynb").write_text("{}")
    monkeypatch.chdir(tmp_path)
    return tmp_path


class Judges:
    """Stands in for the processes that grade."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.graded: list[str] = []
        self.interrupted_at = ""
        monkeypatch.setattr(command, "grade_all", self)

    def __call__(
        self, paths: Iterable[Path], *rest: object
    ) -> Iterator[tuple[Path, tuple[Grade, ...]]]:
        for path in paths:
            if path.parent.name == self.interrupted_at:
                raise KeyboardInterrupt
            self.graded.append(path.parent.name)
            yield path, (Grade("1.1", path.parent.name != "ben", ""),)


@pytest.fixture
def judges(monkeypatch: pytest.MonkeyPatch) -> Judges:
    return Judges(monkeypatch)


def learners(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row["learner"] for row in csv.DictReader(file)]


def test_the_same_command_goes_on_after_an_interruption(
    folder: Path, judges: Judges, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["class", "--csv", "grades.csv"]
    judges.interrupted_at = "eve"
    assert command.main(arguments) == command.INTERRUPTED
    assert learners(folder / "grades.csv") == ["ann", "ben"]
    assert (
        "1 of 3 notebooks are not graded; give the" in capsys.readouterr().err
    )
    judges.interrupted_at = ""
    assert command.main(arguments) == 1
    assert judges.graded == [*NAMES]
    assert learners(folder / "grades.csv") == [*NAMES]
    assert "2 of 3 notebooks were graded before" in capsys.readouterr().err
    assert {one.name for one in folder.iterdir()} == {"class", "grades.csv"}


def test_a_notebook_that_was_changed_is_graded_again(
    folder: Path, judges: Judges
) -> None:
    judges.interrupted_at = "eve"
    command.main(["class", "--csv", "grades.csv"])
    (folder / "class/ann/a.ipynb").write_text("{ }")
    with (folder / "grades.csv.part").open("a") as file:
        file.write('{"path": "only half wri')
    judges.graded, judges.interrupted_at = [], ""
    command.main(["class", "--csv", "grades.csv"])
    assert judges.graded == ["ann", "eve"]


def test_nothing_is_lost_if_a_table_cannot_be_written(
    folder: Path,
    judges: Judges,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def full(path: Path, _: object) -> None:
        raise OSError(28, "No space left on device", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(command, "write_csv", full)
        assert command.main(["class", "--csv", "a.csv"]) == command.FAILED
    said = capsys.readouterr().err
    assert "cannot be written: [Errno 28] No space left" in said
    assert "a.csv.part" in said
    command.main(["class", "--csv", "a.csv"])
    assert judges.graded == [*NAMES]
    assert learners(folder / "a.csv") == [*NAMES]


def test_the_exit_status_says_whether_all_is_right(
    folder: Path, judges: Judges, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["class", "--ignore", "ben"]) == 0
    assert "2 notebooks, 2 of 2 answers right" in capsys.readouterr().out
    assert command.main(["class/ben/a.ipynb"]) == 1
    assert "1.1 ✗" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "FOLDER"),
        (["nowhere"], "there is no file or folder"),
        (["empty"], "it needs a folder for each learner"),
        (["class", "--jobs", "0"], "at least 1, got 0"),
        (["class", "--csv", "gone/a.csv"], "there is no folder gone"),
        (["class", "--json", "class"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said_at_once(
    folder: Path,
    judges: Judges,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    says: str,
) -> None:
    (folder / "empty").mkdir()
    with pytest.raises(SystemExit, match="2"):
        command.main(arguments)
    assert says in capsys.readouterr().err
    assert not judges.graded
