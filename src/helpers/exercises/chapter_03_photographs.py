"""Chapter 3, the project: four kinds of photographs.

Kinds, pictures and the numbers of the classes are drawn anew each time.
"""

from helpers.exercises.photographs import FourKinds
from helpers.grading.exercise import Exercise

PROJECT = FourKinds(learned=200, asked=200)

PHOTOGRAPHS = Exercise(
    key="3.7",
    section="03_cnn#training-it",
    hints=(
        "Does the loss fall? Print it once in each epoch.",
        "Bytes want to be normalised inside the model; small filters, with "
        "smaller and smaller maps, do the rest.",
        "Two or three convolutions with a stride of 2 and ReLU, one linear "
        "layer; Adam with batches of 32 for about ten epochs.",
    ),
    ask=PROJECT.ask,
    use=PROJECT.use,
    mistakes=PROJECT.mistakes(
        "it has learned, but logistic regression on pixels does as well"
    ),
    rounds=1,
)
