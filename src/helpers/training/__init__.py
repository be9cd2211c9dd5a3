"""The training loop that every chapter uses, and the steps it is used with.

Read :mod:`helpers.training.loop` first: it is that of the first chapter.
"""

from helpers.training.accumulator import Accumulator, Predictions
from helpers.training.callbacks import Callback, Checkpointer, Run
from helpers.training.checks import NonFiniteLossError
from helpers.training.early_stopping import EarlyStopping
from helpers.training.history import History
from helpers.training.process_group import is_main_process
from helpers.training.seeding import seed_everything
from helpers.training.step_output import Metric, Step, StepOutput
from helpers.training.steps import hugging_face, supervised
from helpers.training.trainer import Trainer

__all__ = [
    "Accumulator",
    "Callback",
    "Checkpointer",
    "EarlyStopping",
    "History",
    "Metric",
    "NonFiniteLossError",
    "Predictions",
    "Run",
    "Step",
    "StepOutput",
    "Trainer",
    "hugging_face",
    "is_main_process",
    "seed_everything",
    "supervised",
]
