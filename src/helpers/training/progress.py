"""The progress bar: tqdm, in a terminal or a notebook, never in a log.

``TQDM_DISABLE=1`` switches it off, as in the run that stores the notebooks.
"""

import os
import sys
from typing import Any

from IPython.core.getipython import get_ipython
from tqdm.auto import tqdm


def progress_bar(total: int | None, description: str) -> "tqdm[Any]":
    """Return a bar over ``total`` steps that vanishes when it is closed.

    It is shown in Jupyter and in a terminal; where the output goes to a file
    or a pipe there is none. (In Jupyter tqdm itself overlooks the variable.)
    """
    kernel = getattr(get_ipython(), "kernel", None)
    shown = kernel is not None or sys.stderr.isatty()
    unwanted = os.environ.get("TQDM_DISABLE", "") not in ("", "0")
    return tqdm(
        total=total,
        desc=description,
        leave=False,
        disable=unwanted or not shown,
    )
