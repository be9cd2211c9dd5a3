"""Find the planted bug: averages that move."""

from typing import Any

import numpy as np

from grading.adapters import to_plain, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    return {
        "mean": rng.normal(size=3).astype("float32"),
        "maps": (rng.normal(size=(6, 3, 2, 2)) + 2).astype("float32"),
        "classes": int(rng.integers(2, 12)),
    }


def _use(answer: Any, mean: Array, maps: Array, classes: int) -> Any:
    import torch

    norm = torch.nn.BatchNorm2d(3)
    norm.running_mean = to_tensor(mean)
    model = answer(torch.nn.Sequential(norm), 3, classes)
    itself = model.train() is model
    training = model.dropout.training
    logits = model(to_tensor(maps))
    model.eval()
    return {
        "returns itself": itself,
        "averages": to_plain(model.blocks[0].running_mean),
        "dropout in training": training,
        "dropout after eval": model.dropout.training,
        "logits": list(logits.shape),
    }


def _expected(mean: Array, maps: Array, classes: int) -> Question:
    return {
        "returns itself": True,
        "averages": mean,
        "dropout in training": True,
        "dropout after eval": False,
        "logits": [len(maps), classes],
    }


EXERCISE = Exercise(
    section="batch-normalisation-in-a-frozen-network",
    hints=(
        "Which numbers of the blocks change although no gradient says so?",
        "A module's train() also switches its parts. A class may have a "
        "train() of its own, which the training loop calls.",
        "Write train(self, mode=True): call the parent's, then put the "
        "blocks back into evaluation mode, and return what the parent "
        "returns.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "in training mode the running averages of batch normalisation move",
            ("        self.blocks.eval()\n", ""),
            (
                "        self.blocks.eval()\n",
                "        self.blocks.requires_grad_(False)\n",
            ),
        ),
        Mistake(
            "dropout must still work in training: freeze the blocks alone",
            ("super().train(mode)", "super().train(False)"),
        ),
        Mistake(
            "after eval() the model still behaves as in training",
            ("super().train(mode)", "super().train()"),
        ),
        Mistake(
            "train() of a module returns the module itself",
            ("        return self\n", ""),
        ),
    ),
)
