"""Backbones: torchvision's own networks, cut into blocks, from any file."""

from pathlib import Path
from urllib.error import URLError

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import nn
from torchvision.models import (
    MobileNet_V2_Weights,
    ResNet18_Weights,
    mobilenet_v2,
    resnet18,
)

from helpers.data.shipped import shipped_path
from helpers.vision import load_backbone, new_backbone
from helpers.vision.backbones import IMAGENET_STD

MAKERS = {"mobilenet_v2": mobilenet_v2, "resnet18": resnet18}


def scores(model: nn.Module, x: torch.Tensor) -> torch.Tensor:
    with torch.no_grad():
        result: torch.Tensor = model.eval()(x)
    return result


def last_layer(model: nn.Module) -> nn.Module:
    head = [m for m in model.modules() if isinstance(m, nn.Linear)]
    return head[-1]


@pytest.fixture
def images() -> torch.Tensor:
    return torch.randn(2, 3, 64, 64, generator=torch.Generator().manual_seed(0))


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("ending", ["pth", "safetensors"])
def test_blocks_and_last_layer_are_torchvisions_model(
    name: str, ending: str, tmp_path: Path, images: torch.Tensor
) -> None:
    torch.manual_seed(1)
    model = MAKERS[name](weights=None)
    file = tmp_path / f"weights.{ending}"
    if ending == "pth":
        torch.save(model.state_dict(), file)
    else:
        save_file(model.state_dict(), file)
    blocks, channels = load_backbone(name, file)
    maps = scores(blocks, images)
    assert maps.shape == (2, channels, 2, 2)
    expected = scores(model, images)
    got = last_layer(model)(maps.mean(dim=(2, 3)))
    torch.testing.assert_close(got, expected)


@pytest.mark.parametrize("name", MAKERS)
def test_two_parts_are_the_whole(name: str, images: torch.Tensor) -> None:
    torch.manual_seed(0)
    blocks, _ = new_backbone(name)
    expected = scores(blocks, images)
    for cut in range(1, len(blocks)):
        front, back = blocks[:cut], blocks[cut:]
        torch.testing.assert_close(
            scores(back, scores(front, images)), expected
        )


def test_the_default_are_the_shipped_weights() -> None:
    blocks, _ = load_backbone("mobilenet_v2")
    state = load_file(shipped_path("mobilenet_v2"))
    for name, values in blocks.state_dict().items():
        assert torch.equal(values, state[f"features.{name}"])
    assert not blocks.training


def test_an_unknown_backbone_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match="'vgg'; there are: mobilenet_v2, res"):
        new_backbone("vgg")


def test_a_file_of_another_model_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.pth"
    torch.save(nn.Linear(2, 2).state_dict(), file)
    with pytest.raises(ValueError, match=r"torchvision's resnet18: .*conv1"):
        load_backbone("resnet18", file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        FileNotFoundError, match=r"no file of weights at .*gone"
    ):
        load_backbone("resnet18", tmp_path / "gone.pth")


@pytest.mark.parametrize(
    ("name", "weights"),
    [("mobilenet_v2", MobileNet_V2_Weights), ("resnet18", ResNet18_Weights)],
)
def test_without_a_network_it_says_what_to_do(
    name: str, weights: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def offline(*_: object, **__: object) -> None:
        raise URLError("no route")

    monkeypatch.setattr(weights, "get_state_dict", offline)
    with pytest.raises(ConnectionError, match=r'no route.*source="shipped"'):
        load_backbone(name, source="hub")


def test_the_shipped_resnet_is_the_one_it_was_taken_from() -> None:
    """Reference: onnxruntime, on an input in blue, green and red, 0 to 255."""
    side = torch.arange(224.0)
    rows, columns = torch.meshgrid(side, side, indexing="ij")
    red, green, blue = torch.full((224, 224), 128.0), columns, rows
    std = torch.tensor(IMAGENET_STD).view(3, 1, 1)
    image = torch.stack([red, green, blue])[None] / 255 / std  # mean taken off
    features = scores(load_backbone("resnet18").blocks, image).mean((2, 3))[0]
    assert features.sum().item() == pytest.approx(184.947, rel=1e-3)
    assert features.max().item() == pytest.approx(9.1911, rel=1e-3)
    expected = [0.07772, 0, 0.16469, 0, 0.1446, 0, 0.00743, 0.73994, 0.00243]
    torch.testing.assert_close(
        features[:9], torch.tensor(expected), atol=0.01, rtol=0
    )


def test_a_tilde_is_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    torch.manual_seed(1)
    state = resnet18().state_dict()
    save_file(state, tmp_path / "mine.safetensors")
    for path in ("~/mine.safetensors", Path("~/mine.safetensors")):
        blocks, _ = load_backbone("resnet18", path)
        stem = blocks[0].get_submodule("0")
        assert torch.equal(stem.weight, state["conv1.weight"])  # type: ignore[arg-type]


@pytest.mark.parametrize("ending", ["pth", "safetensors"])
@pytest.mark.parametrize("kept", [0, 5000])
def test_a_file_that_is_cut_short_is_refused(
    tmp_path: Path, ending: str, kept: int
) -> None:
    whole, cut = tmp_path / "whole", tmp_path / f"cut.{ending}"
    state = {"conv1.weight": torch.zeros(64, 3, 7, 7)}
    if ending == "pth":
        torch.save(state, whole)
    else:
        save_file(state, whole)
    cut.write_bytes(whole.read_bytes()[:kept])
    with pytest.raises(ValueError, match=rf"cut\.{ending} cannot be read as"):
        load_backbone("resnet18", cut)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (torch.zeros(3), "does not hold the weights of torchvision's resnet18"),
        ([1, 2], "does not hold the weights of torchvision's resnet18"),
        (nn.Linear(2, 2), "cannot be read as weights.*save model.state_dict"),
    ],
)
def test_what_is_no_state_of_a_model_is_refused(
    tmp_path: Path, content: object, message: str
) -> None:
    file = tmp_path / "other.pth"
    torch.save(content, file)
    with pytest.raises(ValueError, match=message):
        load_backbone("resnet18", file)
