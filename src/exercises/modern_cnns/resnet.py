"""Project: a small ResNet for four kinds of photographs."""

from typing import Any

from exercises.photographs import FourKinds
from exercises.scored import FEW, depends_on_others, scores_of
from grading.exercise import Exercise, Mistake

PROJECT = FourKinds(learned=300, asked=200, margin=0.1)
BRIEF = ("epochs = 10", "epochs = 1")


def _use(answer: Any, kinds: list[int], seed: int) -> Any:
    """Ask the trained model about new images, and about larger ones."""
    import torch

    model, asked = PROJECT.trained(answer, kinds, seed)
    large = asked[:FEW].repeat_interleave(2, 2).repeat_interleave(2, 3)
    try:
        with torch.no_grad():
            sizes = list(model(large).shape)
    except RuntimeError:  # the shapes do not fit
        sizes = []
    return {**scores_of(model, asked), "large": sizes}


def _takes_one_size(reply: Any, kinds: list[int], seed: int) -> bool:
    return bool(reply["large"] != [FEW, len(kinds)])


EXERCISE = Exercise(
    section="a-small-resnet",
    hints=(
        "Does the training loss fall? Print it once in each epoch.",
        "A short stem, two or three residual blocks that halve the maps, a "
        "mean over all positions, one linear layer. Is the model in the right "
        "mode when you return it?",
        "Your residual blocks, with two convolutions and batch normalisation "
        "each; SGD with momentum and a one-cycle schedule up to about 0.1; "
        "batches of 32 for about ten epochs.",
    ),
    ask=PROJECT.ask,
    use=_use,
    mistakes=(
        Mistake(
            "the model must return a finite logit for each of the four "
            "classes: (batch, 4)",
            ("nn.Linear(64, 4)", "nn.Linear(64, 10)", *BRIEF),
            shows=PROJECT.lacks_scores,
        ),
        Mistake(
            "the prediction for an image depends on the rest of its batch",
            ("return model.eval()", "return model", *BRIEF),
            shows=depends_on_others,
        ),
        Mistake(
            "the model takes images of one size only",
            (
                "nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 4)",
                "nn.Flatten(), nn.Linear(64 * 4 * 4, 4)",
                *BRIEF,
            ),
            shows=_takes_one_size,
        ),
        Mistake(
            "the model has not learned: it is close to guessing",
            ("epochs = 10", "epochs = 0"),
            shows=PROJECT.is_near_chance,
        ),
        Mistake(
            "it has learned, but is not far enough ahead of logistic "
            "regression on pixels",
            BRIEF,
            shows=PROJECT.is_not_ahead,
        ),
    ),
    rounds=1,
)
