"""The command for a GPU, tried on the CPU with a few images."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from torchvision.models import resnet18

from helpers.vision import ImageClassifier, new_backbone, train
from helpers.vision.train import main

SMALL = [
    "--source=shipped", "--images=24", "--side=32", "--epochs=1",
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
    assert result["train_images"] == result["test_images"] == 24
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
    model = ImageClassifier(backbone, classes=10, side=64).eval()
    grey = torch.full((2, 3, 32, 32), 128, dtype=torch.uint8)
    with torch.no_grad():
        scores = model(grey)
        mean, std = model.mean, model.std
        x = (torch.full((2, 3, 64, 64), 128 / 255) - mean) / std
        expected = model.head(backbone.blocks(x).mean(dim=(2, 3)))
    assert scores.shape == (2, 10)
    torch.testing.assert_close(scores, expected)


def test_paths_with_a_tilde_are_in_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    options = train._options(
        ["finetune", "--weights=~/w.pth", "--out=~/result.json"]
    )
    assert options.weights == tmp_path / "w.pth"
    assert options.out == tmp_path / "result.json"


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("--epochs=0", "argument --epochs: must be a whole number from 1 on"),
        ("--side=0", "argument --side: must be a whole number from 1 on"),
        ("--images=0", "argument --images: must be a whole number"),
        ("--batch=-1", "argument --batch: must be a whole number from 1 on"),
        ("--epochs=nan", "must be a whole number from 1 on, got 'nan'"),
        ("--out=gone/result.json", "--out: there is no folder gone"),
    ],
)
def test_an_option_that_cannot_be_is_refused_before_the_training(
    option: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["scratch", option])
    assert message in capsys.readouterr().err


def test_what_json_cannot_hold_becomes_null() -> None:
    assert train._plain(float("nan")) is None
    assert train._plain(np.float64("inf")) is None
    assert train._plain(0.5) == 0.5
    assert train._plain(Path("a")) == "a"
