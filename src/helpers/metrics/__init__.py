"""Scores of a whole split, as pure functions of predictions and targets.

None of them is ever averaged over batches; the first chapter shows why.
"""

from helpers.metrics.accumulator import Accumulator
from helpers.metrics.answers import exact_match, normalize_answer, squad_f1
from helpers.metrics.classification import (
    accuracy,
    confusion_matrix,
    f1,
    precision,
    recall,
)
from helpers.metrics.entities import EntityScores, entities, entity_scores
from helpers.metrics.language import perplexity, token_log_probs
from helpers.metrics.probabilities import (
    Reliability,
    average_precision,
    calibration_error,
    reliability,
    roc_auc,
)
from helpers.metrics.regression import mae, mse, r2, rmse
from helpers.metrics.translation import bleu
from helpers.metrics.uncertainty import (
    Difference,
    bootstrap_interval,
    paired_bootstrap,
)

__all__ = [
    "Accumulator",
    "Difference",
    "EntityScores",
    "Reliability",
    "accuracy",
    "average_precision",
    "bleu",
    "bootstrap_interval",
    "calibration_error",
    "confusion_matrix",
    "entities",
    "entity_scores",
    "exact_match",
    "f1",
    "mae",
    "mse",
    "normalize_answer",
    "paired_bootstrap",
    "perplexity",
    "precision",
    "r2",
    "recall",
    "reliability",
    "rmse",
    "roc_auc",
    "squad_f1",
    "token_log_probs",
]
