"""Tests of how slow the machine is said to be."""

import pytest

from output_comparison import speed


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [((0.1, 9.0, 0.2), 1.0), ((2.0, 1.0, 3.0), 2.0 / speed.REFERENCE)],
)
def test_the_median_of_three_counts_and_never_shortens_limits(
    monkeypatch: pytest.MonkeyPatch,
    seconds: tuple[float, ...],
    expected: float,
) -> None:
    times = iter(seconds)
    monkeypatch.setattr(speed, "_work", lambda: next(times))
    assert speed.slowness.__wrapped__() == pytest.approx(expected)


def test_the_work_takes_time() -> None:
    assert speed._work() > 0
