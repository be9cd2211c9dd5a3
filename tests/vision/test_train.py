"""The command for a GPU, tried on the CPU with a few pictures."""

import json
from pathlib import Path

import pytest
import torch
from torchvision.models import resnet18

from helpers.vision import PictureClassifier, new_backbone
from helpers.vision.train import main

SMALL = [
    "--tier=shipped", "--pictures=24", "--side=32", "--epochs=1",
    "--batch=8", "--workers=0",
]  # fmt: skip


@pytest.fixture(autouse=True)
def on_the_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_DEVICE", "cpu")


def test_a_trial_from_scratch_writes_its_result(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "result.json"
    assert main(["scratch", *SMALL, f"--out={out}"]) == 0
    result = json.loads(out.read_text())
    low, high = result["test_interval"]
    assert 0 <= low <= result["test_accuracy"] <= high <= 1
    assert result["train_pictures"] == result["test_pictures"] == 24
    assert result["hardware"].startswith("cpu")
    assert len(result["history"]) == 1
    assert "test accuracy" in capsys.readouterr().out


def test_fine_tuning_takes_a_local_file_of_resnet18(tmp_path: Path) -> None:
    torch.manual_seed(0)
    weights = tmp_path / "resnet18.pth"
    torch.save(resnet18().state_dict(), weights)
    out = tmp_path / "result.json"
    files = [f"--weights={weights}", f"--out={out}"]
    assert main(["finetune", *SMALL, *files]) == 0
    assert json.loads(out.read_text())["weights"] == str(weights)


def test_the_classifier_enlarges_and_normalises_by_itself() -> None:
    torch.manual_seed(0)
    backbone = new_backbone("resnet18")
    model = PictureClassifier(backbone, classes=10, side=64).eval()
    grey = torch.full((2, 3, 32, 32), 128, dtype=torch.uint8)
    with torch.no_grad():
        scores = model(grey)
        mean, std = model.mean, model.std
        x = (torch.full((2, 3, 64, 64), 128 / 255) - mean) / std
        expected = model.head(backbone.blocks(x).mean(dim=(2, 3)))
    assert scores.shape == (2, 10)
    torch.testing.assert_close(scores, expected)
