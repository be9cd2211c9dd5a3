"""ResNet-18 trained on ImageNet: CNTK's network, under torchvision's names.

CNTK's recipe has nine residual blocks where torchvision's ``resnet18`` has
eight: the last block of the last stage is left out. The network was fed blue,
green and red from 0 to 255; the first convolution is rescaled once, so that it
takes red, green and blue as torchvision normalises them.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from safetensors.torch import save
from torch import Tensor
from torchvision.models import resnet18

from course.assets.asset import Asset, Facts, Read, Source, sha256

MEMBER = "tools/DnnImageModels/ResNet18Onnx/ResNet18.onnx"
SHA256 = "e2552f19db2dfdb01b3669537b6a0f1b44da38d18279535492ed5dfc2ef1ff8f"
IMAGENET_STD = (0.229, 0.224, 0.225)
"""What torchvision divides by; the file's network divides by nothing."""
NORM = ("weight", "bias", "running_mean", "running_var")


def write(read: Read, path: Path) -> Facts:
    """Write eight of the nine blocks as ``torchvision.models.resnet18``."""
    data = read(MEMBER)
    if sha256(data) != SHA256:
        raise ValueError(f"{MEMBER} has SHA-256 {sha256(data)}, not {SHA256}")
    tensors = weights(onnx.load_from_string(data))
    halved = {
        name: tensor.half() if tensor.ndim == 4 else tensor
        for name, tensor in sorted(tensors.items())
    }
    path.write_bytes(save(halved))
    numbers = sum(tensor.numel() for tensor in halved.values())
    return {"shape": f"{len(halved)} tensors, {numbers} numbers"}


def weights(model: onnx.ModelProto) -> dict[str, Tensor]:
    """Return the weights of eight blocks, by torchvision's names, in 32 bits.

    Raises
    ------
    RuntimeError
        If they do not fit torchvision's network.
    """
    values = {
        one.name: torch.from_numpy(np.array(numpy_helper.to_array(one)))
        for one in model.graph.initializer
    }
    found: dict[str, Tensor] = {}
    convolutions, shortcuts = _convolutions(), _shortcuts()
    for node in model.graph.node:
        if node.op_type == "Conv":
            kernel = values[node.input[1]]
            names = shortcuts if kernel.shape[-1] == 1 else convolutions
            conv, norm = next(names)
            found[f"{conv}.weight"] = kernel
        elif node.op_type == "BatchNormalization":
            for name, source in zip(NORM, node.input[1:], strict=True):
                found[f"{norm}.{name}"] = values[source]
    scale = torch.tensor(IMAGENET_STD).view(3, 1, 1) * 255
    found["conv1.weight"] = found["conv1.weight"].flip(1) * scale
    kept = {n: t for n, t in found.items() if not n.startswith("layer4.2.")}
    head = {"fc.weight", "fc.bias"}
    missing, extra = resnet18().load_state_dict(kept, strict=False)
    missing = [n for n in missing if not n.endswith("num_batches_tracked")]
    if set(missing) != head or extra:
        raise RuntimeError(f"missing {missing}, not known {extra}")
    return kept


def _convolutions() -> Iterator[tuple[str, str]]:
    """Yield the names of the 3x3 and 7x7 ones and of their batch norms."""
    yield "conv1", "bn1"
    for stage, blocks in enumerate((2, 2, 2, 3), 1):
        for block in range(blocks):
            for number in (1, 2):
                where = f"layer{stage}.{block}"
                yield f"{where}.conv{number}", f"{where}.bn{number}"


def _shortcuts() -> Iterator[tuple[str, str]]:
    """Yield the names of the 1x1 ones and of their batch norms."""
    for stage in (2, 3, 4):
        where = f"layer{stage}.0.downsample"
        yield f"{where}.0", f"{where}.1"


ASSET = Asset(
    name="resnet18",
    file="resnet18.safetensors",
    source=Source(
        "nuget",
        "Microsoft.ML.DnnImageFeaturizer.ResNet18",
        "0.23.1",
        "microsoft.ml.dnnimagefeaturizer.resnet18.0.23.1.nupkg",
        "7679c0f8832902d64019b7c8f79784d02bcbbce008d22a5249bdef8e8f45cb73",
    ),
    members=(MEMBER,),
    licence="MIT (.NET Foundation and Contributors)",
    citation="He, Zhang, Ren and Sun (2016), Deep Residual Learning for Image "
    "Recognition, CVPR; trained on ImageNet (Deng et al., 2009) with CNTK 2.6",
    changes="Eight of its nine blocks, under torchvision's names, without a "
    "last layer (the package has none). The first convolution takes red, green "
    "and blue as torchvision normalises them. Convolutions in 16 bits.",
    write=write,
)
