"""Exported models give what the originals give, for batches of any size."""

from pathlib import Path

import pytest
import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from helpers.export import export, load_exported
from helpers.text import SentenceClassifier
from helpers.vision import PictureClassifier, load_backbone

FORMATS = ["model.pt2", "model.onnx"]


class Small(nn.Module):
    """A picture model with all that behaves otherwise in training."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.Dropout(0.5),
            nn.AdaptiveAvgPool2d(2), nn.Flatten(), nn.Linear(16, 5),
        )  # fmt: skip

    def forward(self, x: Tensor) -> Tensor:
        scores: Tensor = self.layers(x.float() / 255)
        return scores


def pictures(rows: int, side: int = 8) -> Tensor:
    draw = torch.Generator().manual_seed(rows)
    shape = (rows, 3, side, side)
    return torch.randint(0, 256, shape, dtype=torch.uint8, generator=draw)


@pytest.mark.parametrize("name", FORMATS)
def test_a_picture_model_in_training_is_exported_as_in_evaluation(
    tmp_path: Path, name: str
) -> None:
    model = Small()
    exported = export(model, (pictures(3),), tmp_path / name)
    assert model.training
    model.eval()
    run = load_exported(tmp_path / name)
    for rows in (1, 2, 3, 17):
        x = pictures(rows)
        torch.testing.assert_close(run(x), model(x), rtol=0, atol=1e-5)
        assert torch.equal(exported(x), run(x))
    assert exported.difference < 1e-5
    assert exported.bytes == (tmp_path / name).stat().st_size


@pytest.mark.parametrize("name", FORMATS)
def test_a_text_model_takes_any_batch_and_length(
    tmp_path: Path, name: str
) -> None:
    config = BertConfig(
        vocab_size=50,
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
    )
    torch.manual_seed(0)
    model = SentenceClassifier(BertModel(config), 3).eval()
    ids = torch.randint(1, 50, (4, 12))
    mask = torch.ones_like(ids)
    mask[1, 5:] = 0
    exported = export(model, (ids, mask), tmp_path / name, lengths=True)
    assert exported.difference < 1e-5
    with torch.no_grad():
        for rows, length in ((1, 3), (2, 12), (9, 30)):
            ids = torch.randint(1, 50, (rows, length))
            mask = torch.ones_like(ids)
            mask[-1, 2:] = 0
            torch.testing.assert_close(
                exported(ids, mask), model(ids, mask), rtol=0, atol=1e-5
            )


def test_the_course_picture_model_can_be_exported(tmp_path: Path) -> None:
    model = PictureClassifier(load_backbone("mobilenet_v2"), 10, 64)
    exported = export(model, (pictures(3, 32),), tmp_path / "mobilenet.pt2")
    assert exported.difference <= 1e-4


def test_a_slice_as_example_does_not_bring_along_the_rest(
    tmp_path: Path,
) -> None:
    many = pictures(2000)  # 384 kB
    sliced = export(Small(), (many[:3],), tmp_path / "sliced.pt2")
    alone = export(Small(), (pictures(3),), tmp_path / "alone.pt2")
    assert sliced.bytes < alone.bytes + 1000


def test_what_cannot_be_exported_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"must end in .pt2 or .onnx"):
        export(Small(), (pictures(3),), tmp_path / "model.pt")
    with pytest.raises(ValueError, match="at least 3 rows, got 1"):
        export(Small(), (pictures(1),), tmp_path / "model.pt2")
    with pytest.raises(ValueError, match=r"differ from the original's by up"):
        export(Small(), (pictures(3),), tmp_path / "m.pt2", tolerance=-1.0)


def test_what_cannot_be_loaded_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no exported model at"):
        load_exported(tmp_path / "model.pt2")
    (tmp_path / "model.pt").touch()
    with pytest.raises(ValueError, match=r"must end in .pt2 or .onnx"):
        load_exported(tmp_path / "model.pt")
