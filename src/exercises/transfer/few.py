"""Project: a hundred labels."""

from exercises.photographs import FourKinds
from exercises.scored import depends_on_others
from grading.exercise import Exercise, Mistake

PROJECT = FourKinds(learned=25, asked=50, margin=0.1)


EXERCISE = Exercise(
    section="frozen-features-and-a-new-last-layer",
    hints=(
        "Who has already seen more than a million pictures?",
        "A frozen network makes a row of features of each picture, if the "
        "pictures are prepared as it knows them; a new layer does the rest.",
        "All blocks in evaluation mode, the mean of each last map, one linear "
        "layer, Adam. Pictures of 64 by 64 pixels are large enough.",
    ),
    ask=PROJECT.ask,
    use=PROJECT.use,
    mistakes=(
        Mistake(
            "the model must give a finite score for each of the four classes: "
            "(batch, 4)",
            ("nn.Linear(channels, 4)", "nn.Linear(channels, 10)"),
            shows=PROJECT.lacks_scores,
        ),
        Mistake(
            "the scores of a picture depend on the others of its batch, or on "
            "chance",
            ("blocks.eval()", "blocks.train()"),
            shows=depends_on_others,
        ),
        Mistake(
            "the model has not learned: it is near to guessing",
            ("range(60)", "range(0)"),
            shows=PROJECT.is_near_chance,
        ),
        Mistake(
            "it has learned, but is not far enough ahead of logistic "
            "regression on pixels",
            (
                "self.blocks.eval()(x).mean(dim=(2, 3))",
                "x[:, :, ::16, ::16].flatten(1).repeat(1, 80)[:, :1280]",
            ),
            shows=PROJECT.is_not_ahead,
        ),
    ),
    rounds=1,
)
