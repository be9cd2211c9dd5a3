"""The surroundings in which the kernel of a notebook runs.

``python -m course run`` stores outputs and ``pytest --nbval`` checks them; both
start kernels from here, so that a difference is the notebook's own.
"""

import os
from collections.abc import Mapping

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
