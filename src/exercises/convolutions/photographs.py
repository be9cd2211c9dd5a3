"""Project: four kinds of photographs."""

from exercises.photographs import FourKinds
from exercises.scored import depends_on_others
from grading.exercise import Exercise, Mistake

PROJECT = FourKinds(learned=400, asked=200, margin=0.1)
BRIEF = ("range(8)", "range(1)")


EXERCISE = Exercise(
    section="training-with-early-stopping",
    hints=(
        "Does the loss fall? Print it once in each epoch.",
        "Normalise the bytes inside the model; small filters, with "
        "smaller and smaller maps, do the rest.",
        "Two or three convolutions with ReLU, each followed by pooling, one "
        "linear layer; Adam with batches of 32 for about ten epochs.",
    ),
    ask=PROJECT.ask,
    use=PROJECT.use,
    mistakes=(
        Mistake(
            "the model must return a finite logit for each of the four "
            "classes: (batch, 4)",
            ("64 * 4 * 4, 4)", "64 * 4 * 4, 10)", *BRIEF),
            shows=PROJECT.lacks_scores,
        ),
        Mistake(
            "the prediction for an image depends on the rest of its batch, or "
            "on randomness",
            (
                "nn.Linear(64 * 4 * 4, 4),\n    )",
                "nn.Linear(64 * 4 * 4, 4), nn.BatchNorm1d(4),\n    )\n"
                "    model.eval = lambda: model",
                *BRIEF,
            ),
            shows=depends_on_others,
        ),
        Mistake(
            "the model has not learned: it is close to guessing",
            ("range(8)", "range(0)"),
            shows=PROJECT.is_near_chance,
        ),
        Mistake(
            "it has learned, but is not far enough ahead of logistic "
            "regression on pixels",
            BRIEF,
            (
                "        nn.Conv2d(3, 32, 5, stride=2, padding=2), nn.ReLU(), "
                "nn.MaxPool2d(2),\n"
                "        nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), "
                "nn.MaxPool2d(2),\n"
                "        nn.Flatten(), nn.Linear(64 * 4 * 4, 4),\n",
                "        nn.Flatten(), nn.Linear(3072, 128), nn.ReLU(), "
                "nn.Linear(128, 4),\n",
            ),
            shows=PROJECT.is_not_ahead,
        ),
    ),
    rounds=1,
)
