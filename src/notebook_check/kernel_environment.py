"""The surroundings in which the kernel of a notebook runs.

``python -m course run`` stores outputs and ``pytest --nbval`` checks them; both
start kernels from here, so that a difference is the notebook's own.
"""

import os
from collections.abc import Mapping
from pathlib import Path

CELL_TIMEOUT = 480.0
"""Seconds that one cell may take on a machine that is not slow."""

_ALWAYS = {
    "HF_DATASETS_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_OFFLINE": "1",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "PYTHONHASHSEED": "0",
    "TQDM_DISABLE": "1",
}
_UNLESS_SET = {
    "COURSE_DEVICE": "cpu",
    "MKL_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}
# What a program needs to find itself, its libraries and the course's data.
_PASSED_ON = {
    "COURSE_CACHE",
    "COURSE_DEVICE",
    "COURSE_SOURCE",
    "CUDA_VISIBLE_DEVICES",
    "DYLD_LIBRARY_PATH",
    "HF_HOME",
    "HOME",
    "LANG",
    "LD_LIBRARY_PATH",
    "LOCALAPPDATA",
    "MKL_NUM_THREADS",
    "OMP_NUM_THREADS",
    "PATH",
    "PYTHONPATH",
    "PYTHONUSERBASE",
    "SYSTEMROOT",
    "TZ",
    "USER",
    "USERPROFILE",
    "XDG_CACHE_HOME",
}


def kernel_environment(
    surroundings: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return the environment variables to start a kernel with.

    Parameters
    ----------
    surroundings
        The variables to start from; by default those of this process. A
        device or a number of threads that is set there is kept.

    Returns
    -------
    dict
        All variables of the kernel's process.
    """
    if surroundings is None:
        surroundings = os.environ
    return {**_UNLESS_SET, **surroundings, **_ALWAYS}


def graded_environment(
    folder: Path, surroundings: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return the variables of a kernel that runs a learner's code.

    Parameters
    ----------
    folder
        Where this kernel keeps its temporary files and its settings.
    surroundings
        The variables to start from; by default those of this process.

    Returns
    -------
    dict
        Those of them that a notebook needs, and no passwords or tokens.
    """
    if surroundings is None:
        surroundings = os.environ
    needed = {
        name: value
        for name, value in surroundings.items()
        if name in _PASSED_ON or name.startswith("LC_")
    }
    own = dict.fromkeys(("IPYTHONDIR", "TMPDIR", "TMP", "TEMP"), str(folder))
    return {**kernel_environment(needed), **own}
