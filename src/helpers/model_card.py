"""Writes a model card: what a model is for, how good it is, and where it ends.

The card names the file of weights by its hash, so that nobody can mistake
another one for it.
"""

from collections.abc import Sequence
from pathlib import Path

from helpers.checkpoints.files import digest, write_file


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
        If something is left empty, or the value is outside its interval.

    References
    ----------
    Mitchell et al. (2019), "Model cards for model reporting", FAT*.
    """
    weights = Path(weights)
    if not weights.is_file():
        raise FileNotFoundError(f"there is no file of weights at {weights}")
    said = {
        "name": name,
        "data": data,
        "split": split,
        "metric": metric,
        "use": use,
        "limits": "".join(limits),
    }
    empty = [part for part, text in said.items() if not text.strip()]
    if empty:
        raise ValueError(
            f"a model card must say something about: {', '.join(empty)}"
        )
    low, high = interval
    if not low <= value <= high:
        raise ValueError(
            f"the {metric} {value} is not in its interval [{low}, {high}]; "
            "are they of the same rows?"
        )
    text = "\n".join(
        [
            f"# {name}\n",
            f"**Meant for:** {use}\n",
            "## How good it is\n",
            "| measured on | metric | value | 95 % interval |",
            "|---|---|---|---|",
            f"| {split} | {metric} | {value:.3f} | {low:.3f} to {high:.3f} |\n",
            "## Trained on\n",
            f"{data}\n",
            "## Limits\n",
            *(f"- {limit}" for limit in limits),
            "\n## The file\n",
            f"`{weights.name}`, {weights.stat().st_size:,} bytes,",
            f"SHA-256 `{digest(weights.read_bytes())}`\n",
        ]
    )
    write_file(Path(path), text.encode())
    return text
