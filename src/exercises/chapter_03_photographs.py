"""Chapter 3, the project: four kinds of photographs.

Kinds, pictures and the numbers of the classes are drawn anew each time.
"""

from exercises.photographs import FourKinds
from grading.old_exercise import Exercise

PROJECT = FourKinds(learned=400, asked=200, margin=0.1)

PHOTOGRAPHS = Exercise(
    key="3.7",
    section="03_cnn#training-it",
    hints=(
        "Does the loss fall? Print it once in each epoch.",
        "Bytes want to be normalised inside the model; small filters, with "
        "smaller and smaller maps, do the rest.",
        "Two or three convolutions with ReLU, each followed by pooling, one "
        "linear layer; Adam with batches of 32 for about ten epochs.",
    ),
    ask=PROJECT.ask,
    use=PROJECT.use,
    mistakes=PROJECT.mistakes(
        "it has learned, but is not far enough ahead of logistic regression "
        "on pixels"
    ),
    rounds=1,
)
