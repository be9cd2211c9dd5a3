"""Networks that were trained on ImageNet, cut into blocks one can freeze.

MobileNetV2 and ResNet-18 come with the course, or from torchvision, or from a
file; both become the same thing here, so that all other code is the same.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torchvision.models import (
    MobileNet_V2_Weights,
    ResNet18_Weights,
    WeightsEnum,
    mobilenet_v2,
    resnet18,
)

from helpers.data.shipped import shipped_path
from helpers.data.sources import pick_source

IMAGENET_MEAN = (0.485, 0.456, 0.406)
"""Mean of red, green and blue (0 to 1) in the training of these networks."""
IMAGENET_STD = (0.229, 0.224, 0.225)
"""Their standard deviations."""


class Backbone(NamedTuple):
    """A network without its last layer.

    Attributes
    ----------
    blocks
        From images ``(batch, 3, height, width)``, normalised with
        `IMAGENET_MEAN` and `IMAGENET_STD`, to feature maps ``(batch,
        channels, height / 32, width / 32)``. ``blocks[:k]`` and ``blocks[k:]``
        are the layers before and after block ``k``.
    channels
        How many feature maps come out.
    """

    blocks: nn.Sequential
    channels: int


def new_backbone(name: str) -> Backbone:
    """Return a backbone with random weights, in evaluation mode.

    Parameters
    ----------
    name
        ``"mobilenet_v2"`` or ``"resnet18"``.

    Raises
    ------
    ValueError
        If there is no such backbone.

    References
    ----------
    Sandler et al. (2018), "MobileNetV2"; He et al. (2016), "Deep residual
    learning for image recognition".
    """
    return _cut(_new(name))


def load_backbone(
    name: str, weights: str | Path | None = None, source: str | None = None
) -> Backbone:
    """Return a backbone with weights, in evaluation mode.

    Parameters
    ----------
    name
        ``"mobilenet_v2"`` or ``"resnet18"``.
    weights
        A file of weights for torchvision's model of this name, with or
        without its last layer: ``.safetensors``, or ``.pth`` as PyTorch saves
        them; ``~`` is the home folder. Without it those that were trained on
        ImageNet.
    source
        Whose: ``"shipped"``, those of the course, or ``"hub"``, torchvision's
        own, downloaded. By default what the environment variable COURSE_SOURCE
        says, or ``"shipped"``.

    Raises
    ------
    ValueError
        If there is no such backbone, or the file is for another model, cut
        short, or no file of weights.
    FileNotFoundError
        If there is no such file.
    ConnectionError
        If the weights cannot be downloaded.
    """
    model = _new(name)
    if weights is None:
        state = _pretrained(name, source)
    else:
        state = _read(Path(weights).expanduser())
    try:
        _load(model, state)
    except (RuntimeError, TypeError) as error:
        reason = str(error).splitlines()[:2][-1]  # the first names the class
        raise ValueError(
            f"{weights} does not hold the weights of torchvision's {name}: "
            f"{reason.strip()[:200]}"
        ) from error
    return _cut(model)


def _load(model: nn.Module, state: dict[str, Tensor]) -> None:
    """Load weights; the last layer, which is cut off, may be missing."""
    missing, unknown = model.load_state_dict(state, strict=False)
    needed = [
        name
        for name in missing
        if not name.startswith(("fc.", "classifier."))
        and not name.endswith("num_batches_tracked")
    ]
    if needed or unknown:
        raise RuntimeError(f"missing: {needed}, unknown: {unknown}")


def _new(name: str) -> nn.Module:
    makers: dict[str, Callable[[], nn.Module]] = {
        "mobilenet_v2": mobilenet_v2,
        "resnet18": resnet18,
    }
    if name not in makers:
        raise ValueError(
            f"there is no backbone {name!r}; there are: {', '.join(makers)}"
        )
    return makers[name]()


def _cut(model: nn.Module) -> Backbone:
    """Put the layers up to the last feature maps in a row."""
    layers = dict(model.named_children())
    if "features" in layers:  # MobileNetV2
        blocks, channels = list(layers["features"].children()), 1280
    else:  # ResNet-18
        stem = nn.Sequential(layers["conv1"], layers["bn1"], layers["relu"])
        blocks, channels = [stem, layers["maxpool"]], 512
        for number in range(1, 5):
            blocks += layers[f"layer{number}"].children()
    return Backbone(nn.Sequential(*blocks).eval(), channels)


def _pretrained(name: str, source: str | None) -> dict[str, Tensor]:
    if pick_source(source) == "shipped":
        return load_file(shipped_path(name))
    published: dict[str, WeightsEnum] = {
        "mobilenet_v2": MobileNet_V2_Weights.IMAGENET1K_V1,  # as shipped
        "resnet18": ResNet18_Weights.DEFAULT,
    }
    try:
        state: dict[str, Tensor] = published[name].get_state_dict(
            progress=False, check_hash=True
        )
    except URLError as error:
        raise ConnectionError(
            f"the weights of {name} are not on this machine and cannot be "
            f"downloaded ({error.reason}); pass a file as weights=..., or take "
            'those that come with the course: source="shipped"'
        ) from error
    return state


def _read(path: Path) -> dict[str, Tensor]:
    """Read a file of weights without running any code that it may hold."""
    if not path.is_file():
        raise FileNotFoundError(f"there is no file of weights at {path}")
    try:
        if path.suffix == ".safetensors":
            return load_file(path)
        state: dict[str, Tensor] = torch.load(
            path, map_location="cpu", weights_only=True
        )
    except Exception as error:  # damaged files raise nearly anything
        raise ValueError(
            f"{path} cannot be read as weights: it is cut short, of another "
            "kind than its ending says, or holds more than tensors; save "
            "model.state_dict() alone"
        ) from error
    return state
