"""A Dataset over files."""

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from grading.adapters import given, to_plain
from grading.exercise import Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    shapes = [(4, 6), (4, 6, 3), (4, 6, 4), (4, 6, 3)]  # grey, RGB, RGBA
    photos = {
        f"photo {number}.png": rng.integers(256, size=shape).astype("uint8")
        for number, shape in enumerate(shapes)
    }
    classes = rng.permutation(["cat", "dog", "frog"]).tolist()
    labels = {
        str(name): str(rng.choice(classes))
        for name in rng.permutation([*photos, "gone.png", "lost.png"])
    }
    return {"photos": photos, "labels": labels, "classes": classes}


def _use(answer: Any, photos: Any, labels: Any, classes: Any) -> Any:
    """Write the files, and return the rows of the data set."""
    from PIL import Image

    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for name, photo in photos.items():
            Image.fromarray(photo).save(Path(folder, name))
        lines = ["file,label", *(f"{f},{k}" for f, k in labels.items())]
        table = Path(folder, "labels.csv")
        table.write_text("\n".join(lines), encoding="utf-8")
        data, found = answer(table, list(classes)), []
        count = given(data.__len__())
        for row in range(count):
            with suppress(FileNotFoundError):
                found.append(list(given(data[row])))
        return to_plain({"rows": count, "found": found})


def _expected(photos: Any, labels: Any, classes: Any) -> Question:
    found: list[Any] = []
    for name in (name for name in labels if name in photos):
        colours = np.atleast_3d(photos[name])[..., :3] / 255
        image = np.broadcast_to(colours, (4, 6, 3)).transpose(2, 0, 1)
        found.append([image, classes.index(labels[name])])
    return {"rows": len(found), "found": found}


EXERCISE = Exercise(
    section="a-dataset-over-files-of-your-own",
    hints=(
        "Which rows of the table, and which photos, are unlike the others?",
        "Decide in `__init__` which rows count, and open photos only in "
        "`__getitem__`; there, bring all of them to the same channels.",
        "Keep a list of (path, class number) of the photos that exist; open "
        "one, convert it to RGB, make a tensor, divide by 255.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "photos that are not there still count as rows",
            (' if (folder / row["file"]).exists()', ""),
        ),
        Mistake(
            "not every photo has three channels, red, green and blue",
            ('photo.convert("RGB")', "photo"),
        ),
        Mistake("pixels must lie between 0 and 1", ("=True", "=False")),
        Mistake(
            "a label must be the position of the class in the list you get",
            ("classes.index(", "sorted(classes).index("),
        ),
        Mistake(
            "the label is still a name; return the number of the class",
            ('classes.index(row["label"])', 'row["label"]'),
        ),
    ),
)
