"""What a learner's kernel gets of the judge's variables."""

from pathlib import Path

from grading.environment import graded_environment


def test_a_learner_sees_only_what_a_notebook_needs() -> None:
    judge = {
        "HOME": "/home/a",
        "PATH": "/bin",
        "AWS_SECRET_ACCESS_KEY": "x",
        "COURSE_GRADING": "1",
        "HF_TOKEN": "x",
    }
    found = graded_environment(Path("own"), judge)
    assert not {"AWS_SECRET_ACCESS_KEY", "COURSE_GRADING", "HF_TOKEN"} & set(
        found
    )
    assert found["HOME"] == "/home/a"
    assert found["TMPDIR"] == found["IPYTHONDIR"] == "own"
    assert found["PYTHONHASHSEED"] == "0"
