"""Reads and sets the random state of a run, so that it can be resumed exactly.

Dropout, augmentation and the order of the batches all draw from these.
"""

import random
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch


def random_state() -> dict[str, Any]:
    """Return the state of Python's, NumPy's and PyTorch's generators."""
    kind, keys, *rest = np.random.get_state()
    state: dict[str, Any] = {
        "python": random.getstate(),
        # A list, so that torch.load can read it without running any code.
        "numpy": (kind, np.asarray(keys).tolist(), *rest),
        "torch": torch.get_rng_state(),
    }
    if torch.cuda.is_available():
        state["cuda"] = torch.cuda.get_rng_state_all()
    if torch.backends.mps.is_available():
        state["mps"] = torch.mps.get_rng_state()
    return state


def set_random_state(state: Mapping[str, Any]) -> None:
    """Set what :func:`random_state` returned; other machines' parts are left.

    A state saved on a machine with a GPU resumes on one without, and the other
    way round: what only one of them has is skipped.
    """
    random.setstate(state["python"])
    np.random.set_state(state["numpy"])
    torch.set_rng_state(state["torch"].cpu())
    if "cuda" in state and torch.cuda.is_available():
        torch.cuda.set_rng_state_all([part.cpu() for part in state["cuda"]])
    if "mps" in state and torch.backends.mps.is_available():
        torch.mps.set_rng_state(state["mps"].cpu())


def orders(loader: object) -> list[torch.Generator]:
    """Return the generators that a loader draws the order of its rows from."""
    sampler = getattr(loader, "sampler", None)
    batches = getattr(getattr(loader, "batch_sampler", None), "sampler", None)
    found = [getattr(x, "generator", None) for x in (loader, sampler, batches)]
    # By identity: one generator often serves all three.
    return list({id(g): g for g in found if g is not None}.values())
