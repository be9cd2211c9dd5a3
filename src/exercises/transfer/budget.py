"""A fair budget."""

import math

import numpy as np

from grading.exercise import Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    return {
        "labels": int(rng.integers(100, 1000)),
        "epochs": int(rng.integers(3, 20)),
        "front": float(rng.uniform(60, 120)),
        "top": float(rng.uniform(10, 30)),
        "scratch": float(rng.uniform(1, 3)),
    }


def _expected(
    labels: int, epochs: int, front: float, top: float, scratch: float
) -> int:
    cost = labels * (front + 3 * epochs * top)
    return math.ceil(cost / (3 * labels * scratch))


EXERCISE = Exercise(
    section="the-control-same-network-random-weights",
    hints=(
        "How often does each image go through each part?",
        "Training on an image costs three forward passes. The frozen front "
        "is not trained, and its output is kept.",
        "Once the front, and three times the top in each epoch; divide by "
        "three times the other network, and round so that it gets no less.",
    ),
    ask=_ask,
    expected=_expected,
    rtol=0,
    atol=0.1,
    mistakes=(
        Mistake(
            "the network from scratch gets less computing than the other",
            ("math.ceil", "math.floor"),
        ),
        Mistake(
            "the frozen front sees each image only once",
            ("front + 3 * epochs * top", "epochs * front + 3 * epochs * top"),
        ),
        Mistake(
            "the frozen front needs no backward pass",
            ("front + 3", "3 * front + 3"),
            (
                "3 * epochs * top)\n    return math.ceil(tuned / (3 * labels",
                "epochs * top)\n    return math.ceil(tuned / (labels",
            ),
        ),
        Mistake(
            "the pass through the front belongs to the budget",
            ("front + 3", "3"),
        ),
    ),
)
