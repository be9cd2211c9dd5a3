"""The map of a translation's attention: what it draws, says and refuses."""

import pytest
import torch
from matplotlib import pyplot as plt

from helpers.plots import plot_alignment

pytest_plugins = ["figure_fixtures"]


def test_it_says_where_each_token_looked(alts: list[str]) -> None:
    weights = torch.tensor([[0.1, 0.7, 0.2], [0.8, 0.1, 0.1]])
    plot_alignment(weights, ["I", "ran", "."], ["corrí", "yo"], "Crossed")
    (alt,) = alts
    assert "a row for each of 2 tokens written" in alt
    assert "a column for each of 3 read. Crossed." in alt
    assert "Most weight: corrí at ran, yo at I." in alt
    assert not plt.get_fignums()


@pytest.mark.parametrize(
    ("shape", "read", "written", "message"),
    [
        ((2, 3), 2, 3, r"shape \(2, 3\), but there are 3 target"),
        ((0, 2), 2, 0, "0 target"),
        ((2, 25), 25, 2, "at most 24"),
    ],
)
def test_maps_that_do_not_fit_are_refused(
    shape: tuple[int, ...], read: int, written: int, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        plot_alignment(torch.ones(shape), ["x"] * read, ["y"] * written, "t")
