"""Labelled pictures: read once, transformed each time they are asked for."""

import pytest
import torch
from torch import Tensor
from torchvision.transforms import v2

from helpers.data import cifar10
from helpers.vision import Pictures

X = torch.arange(2 * 3 * 4 * 4, dtype=torch.uint8).view(2, 3, 4, 4)
Y = torch.tensor([3, 1])


def test_without_a_transform_the_pictures_are_given_as_they_are() -> None:
    data = Pictures(X, Y)
    picture, label = data[1]
    assert len(data) == 2
    assert torch.equal(picture, X[1])
    assert label == 1


def test_a_random_transform_is_drawn_anew_for_each_access() -> None:
    torch.manual_seed(0)
    data = Pictures(X, Y, v2.RandomHorizontalFlip())
    seen = {torch.equal(data[0][0], X[0]) for _ in range(20)}
    assert seen == {True, False}


def test_a_data_set_is_read_whole() -> None:
    part = cifar10("shipped")["validation"].select(range(20))
    data = Pictures.of(part)
    assert data.x.shape == (20, 3, 32, 32)
    assert data.y.tolist() == part["label"][:]
    assert torch.equal(data[7][0], part.with_format("torch")[7]["img"])


@pytest.mark.parametrize(
    ("x", "y", "told"),
    [
        (X[0], Y, r"got \(3, 4, 4\)"),
        (X.float(), Y, "float32"),
        (X, Y[:1], "1 labels"),
    ],
)
def test_what_does_not_fit_is_refused(x: Tensor, y: Tensor, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Pictures(x, y)
