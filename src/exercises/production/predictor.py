"""A predictor that is trained, saved, loaded by another, and asked."""

import io
from typing import Any

import numpy as np

from exercises.production.incomes import people, true_labels
from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Array

ALONE = 20
"""So many rows are also sent one by one."""
BAD: dict[str, list[Any]] = {
    "short": [1.0] * 4,
    "long": [1.0] * 6,
    "nan": [1.0, 1.0, float("nan"), 1.0, 1.0],
    "infinite": [float("inf"), 1.0, 1.0, 1.0, 1.0],
    "text": [1.0, "much", 1.0, 1.0, 1.0],
    "null": [1.0, 1.0, 1.0, None, 1.0],
}


def asked_after_loading(
    answer: Any,
    columns: Array,
    units: Array,
    zeros: Array,
    flipped: int,
    seed: int,
) -> Any:
    """Train, save, and ask an object that knows nothing but the bytes."""
    import torch

    def told(split: str) -> Array:
        numbers: Array = (people(split)[0][:, columns] + zeros) * units
        return numbers.astype("float32")

    x = to_tensor(told("train"))
    y = torch.tensor(people("train")[1] != flipped).float()
    torch.manual_seed(seed)
    before, trained, after, fresh = (answer() for _ in range(4))
    # Whatever objects share is of those that learned the opposite.
    before.fit(x[:2000], 1 - y[:2000])
    trained.fit(x, y)
    content = given(trained.save())
    if not isinstance(content, bytes):
        return {"file": None}
    after.fit(x[:2000], 1 - y[:2000])
    fresh.load(content)
    rows = told("test").tolist()
    alone = [given(fresh.predict([row])) for row in rows[:ALONE]]
    return to_plain(
        {
            "file": np.frombuffer(content, np.uint8),
            "all": given(fresh.predict(rows)),
            "alone": alone,
            "bad": {
                kind: _sent(fresh, [rows[0], row, rows[1]])
                for kind, row in BAD.items()
            },
        }
    )


def _sent(predictor: Any, rows: list[list[Any]]) -> str:
    """Return what became of a request."""
    try:
        predictor.predict(rows)
    except ValueError:
        return "refused"
    except Exception as error:
        # Whatever it is, this request has stopped the service.
        return type(error).__name__
    return "answered"


def is_program(reply: Any, **_: Any) -> bool:
    """Tell whether PyTorch refuses to open the file."""
    import torch

    try:
        torch.load(io.BytesIO(reply["file"].tobytes()), weights_only=True)
    except Exception:
        # Pickles, archives and PyTorch fail in many ways on other files.
        return True
    return False


def no_probability(reply: Any, **_: Any) -> bool:
    """Tell whether some value is no number from 0 to 1."""
    p = np.asarray(reply["all"], float)
    return not bool(((p >= 0) & (p <= 1)).all())


def is_reversed(reply: Any, flipped: int, **_: Any) -> bool:
    """Tell whether those rank low who should rank high."""
    from sklearn.metrics import roc_auc_score

    return bool(roc_auc_score(true_labels(flipped), reply["all"]) < 0.45)
