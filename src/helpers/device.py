"""Where to compute, and how to make a run repeatable.

Both functions are short enough to read: chapter 1 explains every line.
"""

import os
import random

import numpy as np
import torch

from helpers.options import whole_number


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


def seed_everything(seed: int) -> torch.Generator:
    """Seed Python, NumPy and PyTorch, and return a generator for a loader.

    The same seed gives the same numbers on the same machine, PyTorch version
    and thread count; across machines expect differences of about 1e-6.

    Parameters
    ----------
    seed
        A whole number from 0 to 2**32 - 1.

    Returns
    -------
    torch.Generator
        Seeded too. Pass it to ``DataLoader(..., generator=...)``, so that the
        order of the batches does not depend on what else draws numbers.

    Raises
    ------
    ValueError
        If the seed is outside that range, or not a whole number.
    """
    seed = whole_number("the seed", seed, least=None)
    if not 0 <= seed < 2**32:
        raise ValueError(f"the seed must be in [0, 2**32), got {seed}")
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    return torch.Generator().manual_seed(seed)
