"""A model card says all that it must, of the very file."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from helpers.model_card import write_model_card


def about(folder: Path, **changes: Any) -> dict[str, Any]:
    weights = folder / "cnn.safetensors"
    weights.write_bytes(b"weights")
    card = {
        "name": "Small CNN",
        "weights": weights,
        "data": "CIFAR-10, 4,500 pictures",
        "split": "2,000 test pictures",
        "metric": "accuracy",
        "value": 0.6512,
        "interval": (0.63, 0.67),
        "use": "teaching",
        "limits": ["only ten kinds of things", "32 by 32 pixels"],
    }
    return card | changes


def test_the_card_holds_all_that_was_said_and_the_hash(tmp_path: Path) -> None:
    text = write_model_card(tmp_path / "card.md", **about(tmp_path))
    assert (tmp_path / "card.md").read_text("utf-8") == text
    row = "| 2,000 test pictures | accuracy | 0.651 | 0.630 to 0.670 |"
    for part in (
        "# Small CNN",
        "**Meant for:** teaching",
        "CIFAR-10, 4,500 pictures",
        row,
        "- 32 by 32 pixels",
        hashlib.sha256(b"weights").hexdigest(),
    ):
        assert part in text


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"use": " "}, "something about: use"),
        ({"limits": []}, "something about: limits"),
        ({"value": 0.7}, "not in its interval"),
    ],
)
def test_an_incomplete_card_is_refused(
    tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        write_model_card(tmp_path / "card.md", **about(tmp_path, **change))


def test_a_card_needs_the_file(tmp_path: Path) -> None:
    card = about(tmp_path, weights=tmp_path / "none.safetensors")
    with pytest.raises(FileNotFoundError, match="no file of weights"):
        write_model_card(tmp_path / "card.md", **card)
