"""Chapter 4, the project: four kinds of photographs from few labels.

A network from scratch has too little to learn from here.
"""

from exercises.photographs import FourKinds
from grading.old_exercise import Exercise

PROJECT = FourKinds(learned=25, asked=50, margin=0.1)

FEW_LABELS = Exercise(
    key="4.7",
    section="04_transfer#frozen-features-and-a-new-last-layer",
    hints=(
        "Who has already seen more than a million pictures?",
        "A frozen network makes a row of features of each picture, if the "
        "pictures are prepared as it knows them; a new layer does the rest.",
        "All blocks in evaluation mode, the mean of each last map, one linear "
        "layer, Adam. Pictures of 64 by 64 pixels are large enough.",
    ),
    ask=PROJECT.ask,
    use=PROJECT.use,
    mistakes=PROJECT.mistakes(
        "it has learned, but is not far enough ahead of logistic regression "
        "on pixels"
    ),
    rounds=1,
)
