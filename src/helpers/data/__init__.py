"""The course's data: one function per data set, split and ready to use.

Every set comes with training, validation and test splits that share no
group (no form of one writer, no day, no patient) where the set has groups.
"""

from helpers.data.encoder import encoder_path
from helpers.data.entities import conll2003
from helpers.data.errors import AssetError
from helpers.data.intents import banking77
from helpers.data.language import english_spanish, wikitext2
from helpers.data.length_batch_sampler import LengthBatchSampler
from helpers.data.question_answering import squad
from helpers.data.reviews import movie_reviews
from helpers.data.rotated_digits import RotatedDigits
from helpers.data.scikit_learn import (
    Examples,
    Splits,
    diabetes,
    digit_forms,
    digits,
)
from helpers.data.series import electricity, traffic
from helpers.data.tables import adult, rodents
from helpers.data.vision import cifar10
from helpers.data.wages import gss_wages

__all__ = [
    "AssetError",
    "Examples",
    "LengthBatchSampler",
    "RotatedDigits",
    "Splits",
    "adult",
    "banking77",
    "cifar10",
    "conll2003",
    "diabetes",
    "digit_forms",
    "digits",
    "electricity",
    "encoder_path",
    "english_spanish",
    "gss_wages",
    "movie_reviews",
    "rodents",
    "squad",
    "traffic",
    "wikitext2",
]
