"""Tests of the surroundings of a kernel."""

from pathlib import Path

from notebook_check.kernel_environment import (
    graded_environment,
    kernel_environment,
)


def test_what_makes_outputs_differ_is_fixed() -> None:
    environment = kernel_environment({"TQDM_DISABLE": "0", "MPLBACKEND": "Agg"})
    assert environment["TQDM_DISABLE"] == "1"
    assert environment["PYTHONHASHSEED"] == "0"
    assert "inline" in environment["MPLBACKEND"]
    assert environment["COURSE_DEVICE"] == "cpu"


def test_a_chosen_number_of_threads_is_kept() -> None:
    environment = kernel_environment({"OMP_NUM_THREADS": "4"})
    assert environment["OMP_NUM_THREADS"] == "4"
    assert environment["MKL_NUM_THREADS"] == "1"


def test_other_variables_are_passed_on() -> None:
    assert kernel_environment({"HOME": "/home/a"})["HOME"] == "/home/a"


def test_a_learner_sees_only_what_a_notebook_needs() -> None:
    judge = {
        "HOME": "/home/a",
        "LC_ALL": "C",
        "PATH": "/bin",
        "AWS_SECRET_ACCESS_KEY": "x",
        "COURSE_GRADING": "1",
        "HF_TOKEN": "x",
    }
    found = graded_environment(Path("own"), judge)
    assert not {"AWS_SECRET_ACCESS_KEY", "COURSE_GRADING", "HF_TOKEN"} & set(
        found
    )
    assert (found["HOME"], found["LC_ALL"]) == ("/home/a", "C")
    assert found["TMPDIR"] == found["IPYTHONDIR"] == "own"
    assert found["PYTHONHASHSEED"] == "0"
