"""What the chapters on texts share around their models.

The models, their steps and what is written from scratch are in the notebooks.
"""

from helpers.text.beam import beam_search
from helpers.text.load_report import load_with_report
from helpers.text.optimizer import discriminative_learning_rates
from helpers.text.sentence_classifier import (
    SentenceClassifier,
    load_sentence_classifier,
)

__all__ = [
    "SentenceClassifier",
    "beam_search",
    "discriminative_learning_rates",
    "load_sentence_classifier",
    "load_with_report",
]
