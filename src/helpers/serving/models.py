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

from helpers.images import normalise_image


class RefusedError(ValueError):
    """The content of a request is no input for the model."""


class NoAnswerError(RuntimeError):
    """The model's output names no class: it is nan, for instance."""


class WrongScoresError(NoAnswerError):
    """The model's output is not one score for each class."""


@dataclass(frozen=True)
class PictureModel:
    """A classifier of images.

    Attributes
    ----------
    model
        From bytes ``(1, 3, height, width)`` to scores ``(1, classes)``, for
        instance a ``ImageClassifier`` or an exported one.
    classes
        Their names, in the order of the scores.
    side
        If given, images are made so many pixels wide and high.
    most_pixels
        Larger images are refused before they are unpacked.
    """

    model: Callable[..., Tensor]
    classes: Sequence[str]
    side: int | None = None
    most_pixels: int = 4_000_000

    def predict(self, content: bytes) -> dict[str, float]:
        """Return the probability of each class for a PNG or JPEG file.

        Images of any mode, depth and orientation become RGB by the rules
        of :mod:`helpers.images`, as they do for training.

        Raises
        ------
        RefusedError
            If it is neither, is damaged, or has too many pixels.
        NoAnswerError
            If the model's scores are not one number for each class, or hold
            nan or infinity; minus infinity is a probability of 0.
        """
        image = self._read(content)
        if self.side is not None:
            image = image.resize((self.side, self.side))
        pixels = torch.from_numpy(np.array(image))  # (h, w, 3)
        batch = pixels.permute(2, 0, 1).unsqueeze(0).contiguous()
        return _probabilities(self.model, self.classes, batch)

    def _read(self, content: bytes) -> Image.Image:
        try:
            with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as it:
                if it.width * it.height <= self.most_pixels:
                    return normalise_image(it, channels=3)
                size = f"{it.width} x {it.height}"
        except Image.DecompressionBombError:  # Pillow has a limit of its own
            size = "far too many"
        except Exception as error:  # damaged files raise nearly anything
            raise RefusedError(
                "the body is no whole PNG or JPEG image"
            ) from error
        raise RefusedError(
            f"the image has {size} pixels; at most {self.most_pixels:,} are "
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
        """Return the probability of each class.

        Raises
        ------
        NoAnswerError
            As in :meth:`PictureModel.predict`.
        """
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
        scores = model(*inputs)
    wanted = (1, len(classes))
    if not isinstance(scores, Tensor) or tuple(scores.shape) != wanted:
        shape = f" {tuple(scores.shape)}" if hasattr(scores, "shape") else ""
        raise WrongScoresError(
            f"the model must return a Tensor {wanted}, a score for each class "
            f"of the one row, but returned a {type(scores).__name__}{shape}"
        )
    # Half precision is too coarse for shares that add up to 1.
    exact = scores[0].to(torch.promote_types(scores.dtype, torch.float32))
    shares = exact.softmax(dim=0)
    if not shares.isfinite().all():
        raise NoAnswerError(
            "the model gave no answer: its scores for this input hold nan or "
            "infinity, so no class is known; see whether training diverged, "
            "or whether half precision is too narrow for its numbers"
        )
    return dict(zip(map(str, classes), shares.tolist(), strict=True))


def check_ready(model: PictureModel | TextModel) -> None:
    """Put a module into evaluation mode, and try it on one input.

    Raises
    ------
    ValueError
        If there are not as many names of classes as scores, or two classes
        have the same name.
    """
    names = [str(name) for name in model.classes]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(
            f"several classes are called {twice[0]!r}, and an answer could "
            "not tell them apart; give each a name of its own"
        )
    if isinstance(model.model, nn.Module):
        model.model.eval()
    try:
        if isinstance(model, PictureModel):
            file = io.BytesIO()
            Image.new("RGB", (32, 32)).save(file, "PNG")
            model.predict(file.getvalue())
        else:
            model.predict("Is anyone there?")
    except (ValueError, WrongScoresError) as error:
        raise ValueError(
            f"the model cannot be served with {len(names)} classes: {error}"
        ) from error
    except NoAnswerError:
        pass  # it may have none for this input only: an image of one colour
