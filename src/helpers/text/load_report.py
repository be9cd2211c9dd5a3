"""Catches what `transformers` reports while it loads a model.

The report goes to stderr otherwise, between other lines and out of sight.
"""

import io
import logging
import re
from collections.abc import Callable
from typing import TypeVar

Loaded = TypeVar("Loaded")
_COLOURS = re.compile(r"\x1b\[\d+m")


def load_with_report(load: Callable[[], Loaded]) -> tuple[Loaded, str]:
    """Call a function that loads a model; return the model and the report.

    Parameters
    ----------
    load
        Called without arguments, for instance ``lambda:
        AutoModelForSequenceClassification.from_pretrained(path)``.

    Returns
    -------
    tuple
        What ``load`` returned, and every warning that `transformers` gave
        meanwhile; empty if there was none.
    """
    logger = logging.getLogger("transformers")
    text = io.StringIO()
    handlers, level, propagate = (
        logger.handlers, logger.level, logger.propagate,
    )  # fmt: skip
    logger.handlers, logger.propagate = [logging.StreamHandler(text)], False
    logger.setLevel(logging.WARNING)
    try:
        loaded = load()
    finally:
        logger.handlers, logger.propagate = handlers, propagate
        logger.setLevel(level)
    return loaded, _COLOURS.sub("", text.getvalue()).strip()
