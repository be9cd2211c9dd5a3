"""The environment variables of a kernel that runs a learner's code."""

import os
from collections.abc import Mapping
from pathlib import Path

from output_comparison.kernel_environment import kernel_environment

# What a program needs to find itself, its libraries and the course's data.
_PASSED_ON = {
    "COURSE_CACHE",
    "COURSE_DEVICE",
    "COURSE_SOURCE",
    "CUDA_VISIBLE_DEVICES",
    "DYLD_LIBRARY_PATH",
    "HF_HOME",
    "HOME",
    "LD_LIBRARY_PATH",
    "LOCALAPPDATA",
    "MKL_NUM_THREADS",
    "OMP_NUM_THREADS",
    "PATH",
    "PYTHONPATH",
    "PYTHONUSERBASE",
    "SYSTEMROOT",
    "USER",
    "USERPROFILE",
    "XDG_CACHE_HOME",
}


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
        if name in _PASSED_ON
    }
    own = dict.fromkeys(("IPYTHONDIR", "TMPDIR", "TMP", "TEMP"), str(folder))
    return {**kernel_environment(needed), **own}
