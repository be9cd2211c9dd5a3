"""Writes a model card: what a model is for, how good it is, and where it ends.

The card names the file of weights by its hash, so that nobody can mistake
another one for it.
"""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from helpers.checkpoints.files import digest, write_file
from helpers.paths import local_path


def write_model_card(
    path: str | Path,
    *,
    name: str,
    weights: str | Path,
    data: str,
    split: str,
    metric: str,
    value: float,
    interval: tuple[float, float],
    use: str,
    limits: Sequence[str],
) -> str:
    """Write a card as Markdown, and return its text.

    Parameters
    ----------
    path
        Of the card, for instance ``"cnn.md"``.
    name
        What the model is called.
    weights
        The file that the card describes.
    data, split
        What it was trained on, and on which rows it was measured.
    metric, value, interval
        What was measured, and its interval of 95 %.
    use
        What it is meant for.
    limits
        What it cannot do or was not tried on; at least one.

    Raises
    ------
    FileNotFoundError
        If there is no such file of weights.
    ValueError
        If something is left empty, or the value is not finite or outside its
        interval.

    References
    ----------
    Mitchell et al. (2019), "Model cards for model reporting", FAT*.
    """
    weights = local_path(weights)
    if not weights.is_file():
        raise FileNotFoundError(f"there is no file of weights at {weights}")
    if isinstance(limits, str):  # a sequence too: of its letters
        raise ValueError(f"limits must be a list of texts; write [{limits!r}]")
    said = {"name": name, "data": data, "split": split, "metric": metric}
    _check_texts({**said, "use": use, "limits": limits})
    value, low, high = float(value), *map(float, interval)
    _check_numbers(metric, value, low, high)
    digits = _digits(value, high - low)
    text = "\n".join(
        [
            f"# {name}\n",
            f"**Meant for:** {use}\n",
            "## How good it is\n",
            "| measured on | metric | value | 95 % interval |",
            "|---|---|---|---|",
            f"| {_cell(split)} | {_cell(metric)} | {value:.{digits}f} "
            f"| {low:.{digits}f} to {high:.{digits}f} |\n",
            "## Trained on\n",
            f"{data}\n",
            "## Limits\n",
            *(f"- {limit}" for limit in limits),
            "\n## The file\n",
            f"`{weights.name}`, {weights.stat().st_size:,} bytes,",
            f"SHA-256 `{digest(weights.read_bytes())}`\n",
        ]
    )
    write_file(local_path(path), text.encode())
    return text


def _check_texts(said: Mapping[str, str | Sequence[str]]) -> None:
    empty = []
    for section, texts in said.items():
        each = [texts] if isinstance(texts, str) else texts
        if not each or not all(text.strip() for text in each):
            empty.append(section)
    if empty:
        raise ValueError(
            f"a model card must say something about: {', '.join(empty)}"
        )


def _check_numbers(metric: str, value: float, low: float, high: float) -> None:
    if not all(map(math.isfinite, (value, low, high))):
        raise ValueError(
            f"the {metric} {value} and its interval [{low}, {high}] must be "
            "finite; what went wrong when it was measured?"
        )
    if not low <= value <= high:
        raise ValueError(
            f"the {metric} {value} is not in its interval [{low}, {high}]; "
            "are they of the same rows?"
        )


def _cell(text: str) -> str:
    """Return a text that stays within its cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")


def _digits(value: float, width: float) -> int:
    """Return 3 decimals, or as many as show two digits of small numbers."""
    smallest = min((x for x in (abs(value), width) if x), default=1.0)
    return max(3, min(1 - math.floor(math.log10(smallest)), 15))
