"""The progress bar: tqdm, in a terminal or a notebook, never in a log.

``TQDM_DISABLE=1`` switches it off, as in the run that stores the notebooks.
"""

import os
import sys
from collections.abc import Mapping
from typing import Any, Self

from IPython.core.getipython import get_ipython
from tqdm.auto import tqdm

from helpers.training.callbacks import Callback, Run


class Progress(Callback):
    """A bar over the batches of a fit, with the last epoch's scores.

    Parameters
    ----------
    total
        How many batches there will be; ``None`` if nobody knows.
    """

    def __init__(self, total: int | None) -> None:
        self._bar = progress_bar(total, "training")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._bar.close()

    def on_batch_end(self, run: Run) -> None:
        """Move on by one batch."""
        self._bar.update()

    def on_epoch_end(self, run: Run, row: Mapping[str, float]) -> None:
        """Show the scores."""
        self._bar.set_postfix({k: f"{v:.4f}" for k, v in row.items()})


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
