"""The surroundings in which the kernel of a notebook runs.

``python -m course run`` stores outputs and ``pytest --nbval`` checks them; both
start kernels from here, so that a difference is the notebook's own. What the
machine says about itself is taken out: a program that finds `CI` prints more,
one that finds a narrow terminal prints less, and a time zone moves the clock.
"""

import os
from collections.abc import Mapping

CELL_TIMEOUT = 480.0
"""Seconds that one cell may take on a machine that is not slow."""

_ALWAYS = {
    "COLUMNS": "80",
    "HF_DATASETS_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_OFFLINE": "1",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "LINES": "24",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "TQDM_DISABLE": "1",
    "TZ": "UTC",
}
_UNLESS_SET = {
    "COURSE_DEVICE": "cpu",
    "MKL_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}
_NEVER = {
    # a machine that tests, and the test run that the kernel may be part of
    "BUILD_NUMBER",
    "CI",
    "PY_COLORS",
    # colours; the kernel itself asks for some
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "FORCE_COLOR",
    "NO_COLOR",
    # how Python and libraries start, warn and log
    "PYTHONDEVMODE",
    "PYTHONIOENCODING",
    "PYTHONOPTIMIZE",
    "PYTHONSTARTUP",
    "PYTHONUNBUFFERED",
    "PYTHONWARNINGS",
    "PYTHON_COLORS",
    "TORCH_LOGS",
    "TRANSFORMERS_VERBOSITY",
    # a cluster, on which this would be one of several processes
    "LOCAL_RANK",
    "LOCAL_WORLD_SIZE",
    "MASTER_ADDR",
    "MASTER_PORT",
    "RANK",
    "WORLD_SIZE",
}
_NEVER_BEGINNING = ("GITHUB_", "GITLAB_", "LANGUAGE", "LC_", "MYPY_", "PYTEST_")


def kernel_environment(
    surroundings: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return the environment variables to start a kernel with.

    Parameters
    ----------
    surroundings
        The variables to start from; by default those of this process. A
        device or a number of threads that is set there is kept; what would
        change what a program prints is not.

    Returns
    -------
    dict
        All variables of the kernel's process.
    """
    if surroundings is None:
        surroundings = os.environ
    kept = {
        name: value
        for name, value in surroundings.items()
        if name not in _NEVER and not name.startswith(_NEVER_BEGINNING)
    }
    return {**_UNLESS_SET, **kept, **_ALWAYS}
