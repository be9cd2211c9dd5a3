"""Seeds a run, and reads and sets its random state to resume it exactly.

Dropout, augmentation and the order of the batches all draw from these.
"""

import random
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from numpy.random import BitGenerator, RandomState

from helpers.options import whole_number

Generator = torch.Generator | random.Random | RandomState | BitGenerator
"""A generator of one's own; of NumPy's new ones, the bits that it draws."""

_BITS: dict[str, type[BitGenerator]] = {
    kind.__name__: kind
    for kind in (
        np.random.MT19937,
        np.random.PCG64,
        np.random.PCG64DXSM,
        np.random.Philox,
        np.random.SFC64,
    )
}


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
    """Set what :func:`random_state` returned for the devices at hand.

    A state saved on a machine with a GPU resumes on one without, and the other
    way round: what only one of them has is skipped.
    """
    random.setstate(state["python"])
    np.random.set_state(state["numpy"])
    torch.set_rng_state(state["torch"].cpu())
    if "cuda" in state and torch.cuda.is_available():
        torch.cuda.set_rng_state_all([one.cpu() for one in state["cuda"]])
    if "mps" in state and torch.backends.mps.is_available():
        torch.mps.set_rng_state(state["mps"].cpu())


def generator_state(generator: Generator) -> dict[str, Any]:
    """Return the state of a generator of one's own, as plain values.

    Raises
    ------
    NotImplementedError
        If it has none, such as ``random.SystemRandom``.
    """
    if isinstance(generator, torch.Generator):
        return {"torch": generator.get_state()}
    if isinstance(generator, random.Random):
        return {"python": generator.getstate()}
    if isinstance(generator, RandomState):
        return {"numpy": _as_lists(generator.get_state(legacy=False))}
    return {"bits": _as_lists(generator.state)}


def set_generator_state(generator: Generator, state: Mapping[str, Any]) -> None:
    """Set what :func:`generator_state` returned.

    Raises
    ------
    ValueError
        If it is the state of a generator of another kind.
    """
    ((kind, content),) = state.items()
    if isinstance(generator, torch.Generator) and kind == "torch":
        generator.set_state(content.cpu())
    elif isinstance(generator, random.Random) and kind == "python":
        generator.setstate(content)
    elif isinstance(generator, RandomState) and kind == "numpy":
        generator.set_state(content)
    elif isinstance(generator, BitGenerator) and kind == "bits":
        generator.state = content
    else:
        raise ValueError(
            f"a {type(generator).__name__} cannot take the state of a "
            f"generator of {kind}"
        )


def make_generator(state: Mapping[str, Any]) -> Any:
    """Return a new generator with a state that :func:`generator_state` gave."""
    ((kind, content),) = state.items()
    if kind == "bits":
        bits = _BITS[content["bit_generator"]]()
        set_generator_state(bits, state)
        return np.random.Generator(bits)
    made: Generator = torch.Generator()
    if kind == "python":
        made = random.Random()
    elif kind == "numpy":
        made = RandomState(_BITS[content["bit_generator"]]())
    set_generator_state(made, state)
    return made


def _as_lists(value: Any) -> Any:
    """Return a state without arrays, and with Python's own numbers."""
    if isinstance(value, dict):
        return {name: _as_lists(one) for name, one in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    return value
