"""Notebooks under ``pytest --nbval``, and the checks of exercises.

The modules here make the stored outputs of a notebook a test that means
something, and the answers of a learner something that can be graded.
"""

from typing import Any


def check(key: str, answer: Any, *, hint: int | None = None) -> None:
    """Check an answer: print a tick, or a cross and a hint.

    Parameters
    ----------
    key
        The exercise, such as ``"1.2"``.
    answer
        What the learner wrote, as the exercise asks for it.
    hint
        The hint to show if the answer is wrong: 1 is a nudge, 2 the concept
        and where it was taught, 3 almost the answer. By default they come in
        this order, one with each wrong attempt.

    Raises
    ------
    ValueError
        If `hint` is something else.
    AssertionError
        If the answer is wrong and the variable ``COURSE_GRADING`` is set.
        Otherwise nothing is raised.
    """
    # pytest imports this package in every run: NumPy is loaded when needed.
    from grading.checking import check_here

    check_here(key, answer, hint)
