"""What becomes of the grades if the process of a judge ends, or fails."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from grading.batch import Judge, grade_all
from grading.grades import CRASHED, Grade

FIRST, SECOND = Grade("1.1", True, "", 0.5), Grade("1.2", False, "none")


class Scripted(Judge):
    """A judge whose process sends what a test wants; ``None`` is its end."""

    def __init__(self, *messages: Any) -> None:
        super().__init__(Path("/class"), 60.0)
        self.messages, self.asked = list(messages), list[str]()
        self.connection = self  # type: ignore[assignment]

    def recv_bytes(self) -> bytes:
        message = self.messages.pop(0)
        if message is EOFError:
            raise EOFError
        return json.dumps(message).encode()

    def _send(self) -> None:
        self.asked.append(str(self._request["trouble"]))

    def finish(self) -> list[Grade]:
        self.ask(Path("/class/a.ipynb"))
        while not self.take():
            pass
        assert not self.messages
        return list(self.grades.values())


def test_grades_come_as_objects() -> None:
    judge = Scripted(asdict(FIRST), asdict(SECOND), None)
    assert judge.finish() == [FIRST, SECOND]
    assert judge.asked == [""]


@pytest.mark.parametrize(
    ("end", "says"),
    [
        (EOFError, CRASHED),
        ({"error": "RuntimeError: x"}, "the grader failed: RuntimeError: x"),
    ],
)
def test_the_rest_of_a_notebook_gets_the_reason(end: Any, says: str) -> None:
    again = [asdict(Grade(key, False, says)) for key in ("1.1", "1.2")]
    judge = Scripted(asdict(FIRST), end, *again, None)
    assert judge.finish() == [FIRST, Grade("1.2", False, says)]
    assert judge.asked == ["", says]
    hopeless = Scripted(asdict(FIRST), end, end)
    assert hopeless.finish() == [FIRST, Grade("-", False, says)]


@pytest.mark.heavy
def test_every_notebook_is_graded_once(tmp_path: Path) -> None:
    paths = [tmp_path / f"{n}.ipynb" for n in range(5)]
    for path in paths:
        path.write_text("")
    found = dict(grade_all(paths, tmp_path, jobs=2))
    assert sorted(found) == paths
    assert {one[0].message for one in found.values()} == {
        "the file is not a notebook: it is empty"
    }
