"""What the chapters on texts share around their models.

The models, their steps and the from-scratch parts stand in the notebooks.
"""

from helpers.text.beam import beam_search
from helpers.text.load_report import with_report
from helpers.text.optimizer import two_rates
from helpers.text.sentence_classifier import (
    SentenceClassifier,
    load_sentence_classifier,
)

__all__ = [
    "SentenceClassifier",
    "beam_search",
    "load_sentence_classifier",
    "two_rates",
    "with_report",
]
