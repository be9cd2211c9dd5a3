"""Saves a training run so that it can go on exactly where it stopped.

Weights are safetensors files, everything else is PyTorch's own format, read
with ``weights_only=True``: reading a file never runs code from it.
"""

from helpers.checkpoints.errors import CheckpointError
from helpers.checkpoints.runs import Checkpoints
from helpers.checkpoints.weights import load_weights, save_weights

__all__ = ["CheckpointError", "Checkpoints", "load_weights", "save_weights"]
