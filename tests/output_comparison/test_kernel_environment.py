"""Tests of the surroundings of a kernel."""

from output_comparison.kernel_environment import kernel_environment


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
