"""Where to compute: on a GPU if there is one.

The function is short enough to read: the first chapter explains every line.
"""

import os
from importlib import import_module

import torch


def pick_device(name: str | None = None) -> torch.device:
    """Return the fastest device that this machine offers.

    Parameters
    ----------
    name
        A device to insist on, such as ``"cpu"``, ``"cuda:1"`` or ``"mps"``.
        Without it the environment variable ``COURSE_DEVICE`` decides, and
        without that the first of CUDA, Apple's MPS and the CPU that is there.

    Raises
    ------
    ValueError
        If the name is no device, or this machine does not have it.
    """
    name = name or os.environ.get("COURSE_DEVICE") or None
    if name is not None:
        return _insist_on(name)
    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")


def _insist_on(name: str) -> torch.device:
    try:
        device = torch.device(name)
    except RuntimeError as error:
        raise ValueError(
            f"{name!r} is not a device; use 'cpu', 'cuda', 'cuda:0' or 'mps'"
        ) from error
    have = {
        "cpu": 1,
        "cuda": torch.cuda.device_count(),
        "mps": int(torch.backends.mps.is_available()),
    }
    if (device.index or 0) >= have.get(device.type, 0):
        there = ", ".join(kind for kind, count in have.items() if count)
        raise ValueError(
            f"this machine has no device {name!r}; it has: {there}. "
            "Call pick_device() to take the best of these"
        )
    return device


def __getattr__(name: str) -> object:
    if name == "seed_everything":  # its place in the first edition
        return getattr(import_module("helpers.training"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
