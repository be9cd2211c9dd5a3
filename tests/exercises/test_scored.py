"""What is seen in the scores of a learner's model."""

import numpy as np
import pytest

from exercises.scored import FEW, depends_on_others, no_scores


def reply(scale: float, change: float) -> dict[str, np.ndarray]:
    """Return scores of a model, and others for the first rows alone."""
    rng = np.random.default_rng(0)
    scores = scale * rng.normal(size=(20, 3))
    return {"scores": scores, "alone": scores[:FEW] + change * scale}


@pytest.mark.parametrize("scale", [1e-6, 1e-3, 1.0, 1e4])
def test_what_the_rows_around_change_is_seen_at_any_scale(
    scale: float,
) -> None:
    assert not depends_on_others(reply(scale, change=1e-5))
    assert depends_on_others(reply(scale, change=0.1))


def test_scores_that_are_no_numbers() -> None:
    found = reply(1.0, change=0.0)
    assert not no_scores(found, 20, 3)
    assert no_scores(found, 20, 4)
    found["scores"][3, 1] = np.nan
    assert no_scores(found, 20, 3)
    found["alone"] = found["alone"] * np.nan
    assert depends_on_others(found)
