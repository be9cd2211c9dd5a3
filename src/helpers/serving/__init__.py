"""Serves an image model and a text model over HTTP, with checked input.

``app`` makes the service, ``running`` starts it for as long as you need it.
"""

from helpers.serving.application import app
from helpers.serving.models import (
    NoAnswerError,
    PictureModel,
    RefusedError,
    TextModel,
)
from helpers.serving.running import running

__all__ = [
    "NoAnswerError",
    "PictureModel",
    "RefusedError",
    "TextModel",
    "app",
    "running",
]
