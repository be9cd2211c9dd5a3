"""A run that is killed at any moment ends as one that was not."""

from pathlib import Path

import pytest

from course.disturbed_runs.kills import run

pytestmark = [pytest.mark.heavy, pytest.mark.xdist_group("processes")]


def test_killed_three_times_the_weights_are_the_same_bytes(
    tmp_path: Path,
) -> None:
    whole = run(tmp_path / "whole", 6, kills=0, longest=0)
    # A busy machine takes longer to have something to lose.
    killed = run(tmp_path / "killed", 6, kills=3, longest=whole.seconds / 4)
    assert killed.kills == 3
    first, *_, last = killed.resumed_at
    assert first == 0 < last, "no kill came while there was something to lose"
    assert killed.weights == whole.weights
    assert killed.history == whole.history
    left = {path.name for path in (tmp_path / "killed" / "run").iterdir()}
    assert len(left) == 2
    assert all(name.startswith("checkpoint-") for name in left)
