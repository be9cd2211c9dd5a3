"""Predict one photo."""

from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from grading.adapters import given, to_plain
from grading.exercise import Array, Exercise, Mistake, Question

MODES = (True, False)
"""Whether the model is in training mode when it comes."""


def _ask(rng: np.random.Generator) -> Question:
    shapes = [(8, 10), (8, 10, 3), (8, 10, 4)]  # grey, RGB, RGBA
    photos = [rng.integers(256, size=s).astype("uint8") for s in shapes]
    weight = rng.normal(size=(4, 3 * 4 * 4)).astype("float32") / 4
    classes = rng.permutation(["cat", "dog", "frog", "horse"]).tolist()
    return {"photos": photos, "weight": weight, "classes": classes}


def _use(answer: Any, photos: Any, weight: Array, classes: Any) -> Any:
    """Ask about photos in files, with a model in each of its modes."""
    import torch
    from PIL import Image
    from torchvision.transforms import v2

    class Changed(torch.nn.Linear):
        def forward(self, x: Any) -> Any:
            return super().forward(-x if self.training else x)

    linear = Changed(48, 4, bias=False)
    linear.load_state_dict({"weight": torch.tensor(weight)})
    as_numbers = [v2.ToImage(), v2.ToDtype(torch.float32, scale=True)]
    transform = v2.Compose([v2.CenterCrop(4), *as_numbers])
    found = []
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder, "phone.png")
        for photo, mode in product(photos, MODES):
            Image.fromarray(photo).save(path)
            model = torch.nn.Sequential(torch.nn.Flatten(), linear).train(mode)
            name, q = given(answer(model, transform, list(classes), path))
            found += [name, float(q), model.training]
    return to_plain(found)


def _expected(photos: Any, weight: Array, classes: Any) -> list[Any]:
    found: list[Any] = []
    for photo, mode in product(photos, MODES):
        crop = np.atleast_3d(photo)[2:6, 3:7, :3] / 255
        pixels = np.broadcast_to(crop, (4, 4, 3)).transpose(2, 0, 1)
        powers = np.exp(weight.astype(float) @ pixels.ravel())
        probability = float(powers.max() / powers.sum())
        found += [classes[powers.argmax()], probability, mode]
    return found


EXERCISE = Exercise(
    section="predict-one-photo",
    hints=(
        "What did each training image go through before the model saw it?",
        "A photo from elsewhere may have one channel; a model expects a "
        "batch; and it has a mode, which is somebody else's.",
        "Convert, transform, make a batch of one; remember the mode, predict "
        "in evaluation mode, bring the mode back; softmax over the classes.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake("the model still acts as in training", ("model.eval()", "")),
        Mistake(
            "afterwards the model is in another mode than before",
            ("    model.train(mode)\n", ""),
            ("model.train(mode)", "model.train()"),
        ),
        Mistake("that is a logit, not a probability", (".softmax(dim=1)", "")),
        Mistake(
            "the probabilities of the classes must sum to one",
            (".softmax(dim=1)", ".sigmoid()"),
            (".softmax(dim=1)", ".softmax(dim=0)"),
        ),
    ),
)
