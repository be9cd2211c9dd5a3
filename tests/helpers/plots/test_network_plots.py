"""Feature maps and saliency: what they draw, say and refuse."""

import pytest
import torch
from matplotlib import pyplot as plt
from torch import Tensor

from helpers.plots import plot_feature_maps, plot_saliency

pytest_plugins = ["figure_fixtures"]


def test_maps_tell_their_range_and_the_silent_ones(alts: list[str]) -> None:
    maps = torch.zeros(3, 4, 5)
    maps[0, 1, 1], maps[1, 2, 2] = -2, 0.5
    plot_feature_maps(maps, ["a", "b", "c"], "Few fire", columns=2)
    (alt,) = alts
    assert "3 maps of 4 by 5 numbers, from -2 (blue) to 0.5 (red)" in alt
    assert "Few fire. 1 of them are zero everywhere. Captions: a, b, c" in alt
    assert not plt.get_fignums()


def test_maps_may_need_a_gradient(alts: list[str]) -> None:
    plot_feature_maps(torch.ones(1, 2, 2, requires_grad=True), ["a"], "t")
    assert alts


@pytest.mark.parametrize("shape", [(2, 3, 4, 4), (0, 4, 4), (3, 4, 4)])
def test_maps_that_do_not_fit_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="plot_feature_maps needs"):
        plot_feature_maps(torch.zeros(shape), ["a", "b"], "t")


def test_saliency_says_where_each_map_is_highest(alts: list[str]) -> None:
    maps = torch.zeros(2, 9, 9)
    maps[0, 1, 8], maps[1, 4, 4] = 3, 1
    plot_saliency(torch.rand(2, 3, 9, 9), maps, ["cat", "dog"], "Heads count")
    (alt,) = alts
    assert "2 images" in alt
    assert "Heads count" in alt
    assert "cat: top right; dog: middle centre" in alt
    assert not plt.get_fignums()


@pytest.mark.parametrize(
    ("images", "maps"),
    [
        (torch.rand(2, 3, 9, 9), torch.zeros(2, 3, 3)),
        (torch.rand(2, 1, 9, 9), torch.zeros(2, 9, 9)),
        (torch.rand(1, 3, 9, 9), torch.zeros(1, 9, 9)),
        (torch.rand(0, 3, 9, 9), torch.zeros(0, 9, 9)),
    ],
)
def test_saliency_that_does_not_fit_is_refused(
    images: Tensor, maps: Tensor
) -> None:
    with pytest.raises(ValueError, match="plot_saliency needs"):
        plot_saliency(images, maps, ["cat", "dog"], "t")
