"""A model card says all that it must, of the very file."""

import hashlib
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

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
        ({"limits": ["one", " "]}, "something about: limits"),
        ({"limits": "none"}, "must be a list of texts; write .'none'."),
        ({"value": 0.7}, "not in its interval"),
        ({"value": math.nan}, "must be finite"),
        ({"interval": (0.6, math.nan)}, "must be finite"),
        ({"interval": (math.nan, 0.7)}, "must be finite"),
        ({"interval": (-math.inf, math.inf)}, "must be finite"),
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


@pytest.mark.parametrize(
    ("value", "interval", "row"),
    [
        (0.00012, (0.0001, 0.00014), "0.000120 | 0.000100 to 0.000140"),
        (0.9512, (0.9509, 0.9515), "0.95120 | 0.95090 to 0.95150"),
        (250_000.25, (2e5, 3e5), "250000.250 | 200000.000 to 300000.000"),
        (0.0, (0.0, 0.0), "0.000 | 0.000 to 0.000"),
        (np.float32(0.5), (0.45, 0.55), "0.500 | 0.450 to 0.550"),
        (torch.tensor(-0.5), (-0.55, -0.45), "-0.500 | -0.550 to -0.450"),
    ],
)
def test_numbers_have_the_digits_that_they_need(
    tmp_path: Path, value: Any, interval: tuple[float, float], row: str
) -> None:
    card = about(tmp_path, value=value, interval=interval)
    assert f"| {row} |" in write_model_card(tmp_path / "card.md", **card)


def test_a_text_stays_in_its_cell(tmp_path: Path) -> None:
    card = about(tmp_path, split="test | 5\nrows", metric="P(a|b)")
    text = write_model_card(tmp_path / "card.md", **card)
    assert r"| test \| 5 rows | P(a\|b) | 0.651 |" in text
