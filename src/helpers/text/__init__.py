"""What the chapters on texts share around the models of `transformers`.

The models, their steps and the from-scratch parts stand in the notebooks.
"""

from helpers.text.load_report import with_report
from helpers.text.optimizer import two_rates

__all__ = ["two_rates", "with_report"]
