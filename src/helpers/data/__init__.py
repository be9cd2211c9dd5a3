"""The course's data: one function a data set, split and ready to use.

Every set comes with a training, a validation and a test part that share no
group (no writer, no day, no patient) where the set has groups.
"""

from helpers.data.scikit_learn import (
    Examples,
    Splits,
    breast_cancer,
    diabetes,
    digit_writers,
    digits,
)
from helpers.data.turned_digits import TurnedDigits

__all__ = [
    "Examples",
    "Splits",
    "TurnedDigits",
    "breast_cancer",
    "diabetes",
    "digit_writers",
    "digits",
]
