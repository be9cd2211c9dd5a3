"""What is served: a model with the names of its classes, and its limits.

Here a request's content becomes a batch of one row, or a clear refusal.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn


class RefusedError(ValueError):
    """The content of a request is no input for the model."""


@dataclass(frozen=True)
class PictureModel:
    """A classifier of pictures.

    Attributes
    ----------
    model
        From bytes ``(1, 3, height, width)`` to scores ``(1, classes)``, for
        instance a ``PictureClassifier`` or an exported one.
    classes
        Their names, in the order of the scores.
    most_pixels
        Larger pictures are refused before they are unpacked.
    """

    model: Callable[..., Tensor]
    classes: Sequence[str]
    side: int | None = None
    most_pixels: int = 4_000_000

    def predict(self, content: bytes) -> dict[str, float]:
        """Return the probability of each class for a PNG or JPEG file.

        Raises
        ------
        RefusedError
            If it is neither, is damaged, or has too many pixels.
        """
        picture = self._read(content)
        if self.side is not None:
            picture = picture.resize((self.side, self.side))
        pixels = torch.from_numpy(np.array(picture))  # (h, w, 3)
        batch = pixels.permute(2, 0, 1).unsqueeze(0).contiguous()
        return _probabilities(self.model, self.classes, batch)

    def _read(self, content: bytes) -> Image.Image:
        try:
            with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as it:
                if it.width * it.height <= self.most_pixels:
                    return it.convert("RGB")
                size = f"{it.width} x {it.height}"
        except Exception as error:  # damaged files raise nearly anything
            raise RefusedError(
                "the body is no whole PNG or JPEG picture"
            ) from error
        raise RefusedError(
            f"the picture has {size} pixels; at most {self.most_pixels:,} are "
            "allowed: send a smaller one"
        )


@dataclass(frozen=True)
class TextModel:
    """A classifier of texts.

    Attributes
    ----------
    model
        From ``(input_ids, attention_mask)``, each ``(1, seq)``, to scores
        ``(1, classes)``, for instance a ``SentenceClassifier``.
    tokenizer
        Of `transformers`.
    classes
        Their names, in the order of the scores.
    most_tokens
        Longer texts are cut.
    """

    model: Callable[..., Tensor]
    tokenizer: Any
    classes: Sequence[str]
    most_tokens: int = 128

    def predict(self, text: str) -> dict[str, float]:
        """Return the probability of each class."""
        row = self.tokenizer(
            text,
            truncation=True,
            max_length=self.most_tokens,
            return_tensors="pt",
        )
        return _probabilities(
            self.model, self.classes, row["input_ids"], row["attention_mask"]
        )


def _probabilities(
    model: Callable[..., Tensor], classes: Sequence[str], *inputs: Tensor
) -> dict[str, float]:
    with torch.inference_mode():
        shares = model(*inputs)[0].softmax(dim=0).tolist()
    return dict(zip(classes, shares, strict=True))


def check_ready(model: PictureModel | TextModel) -> None:
    """Put a module into evaluation mode, and try it on one input.

    Raises
    ------
    ValueError
        If there are not as many names of classes as scores.
    """
    if isinstance(model.model, nn.Module):
        model.model.eval()
    try:
        if isinstance(model, PictureModel):
            file = io.BytesIO()
            Image.new("RGB", (32, 32)).save(file, "PNG")
            model.predict(file.getvalue())
        else:
            model.predict("Is anyone there?")
    except ValueError as error:
        raise ValueError(
            f"the model cannot be served with {len(model.classes)} classes: "
            f"{error}"
        ) from error
