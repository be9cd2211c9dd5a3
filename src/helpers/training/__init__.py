"""The training loop that every chapter uses, and the steps it is used with.

Read :mod:`helpers.training.trainer` first: it is the loop of chapter 1.
"""

from helpers.training.early_stopping import EarlyStopping
from helpers.training.history import History
from helpers.training.output import Keeper, Metric, Output, Step
from helpers.training.processes import is_first_process
from helpers.training.steps import hugging_face, supervised
from helpers.training.tally import Predictions
from helpers.training.trainer import NonFiniteLossError, Trainer

__all__ = [
    "EarlyStopping",
    "History",
    "Keeper",
    "Metric",
    "NonFiniteLossError",
    "Output",
    "Predictions",
    "Step",
    "Trainer",
    "hugging_face",
    "is_first_process",
    "supervised",
]
