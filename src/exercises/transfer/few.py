"""Project: a hundred labels."""

from exercises.photographs import FourKinds
from exercises.scored import depends_on_others
from grading.exercise import Exercise, Mistake

PROJECT = FourKinds(learned=25, asked=50, margin=0.1)


EXERCISE = Exercise(
    section="compute-the-frozen-part-once",
    hints=(
        "Which network has been trained on more than a million images?",
        "A frozen network makes a row of features of each image, if the "
        "images are prepared as in its training. Train a new last layer on "
        "them.",
        "All blocks in evaluation mode, the mean of each last map, one linear "
        "layer, AdamW. Images of 64 by 64 pixels are large enough.",
    ),
    ask=PROJECT.ask,
    use=PROJECT.use,
    mistakes=(
        Mistake(
            "the model must give a finite logit for each of the four classes: "
            "(batch, 4)",
            ("nn.Linear(channels, 4)", "nn.Linear(channels, 10)"),
            shows=PROJECT.lacks_scores,
        ),
        Mistake(
            "the logits of an image depend on the others of its batch, or on "
            "random numbers",
            ("blocks.eval()", "blocks.train()"),
            shows=depends_on_others,
        ),
        Mistake(
            "the model has not learned: its accuracy is near chance",
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
