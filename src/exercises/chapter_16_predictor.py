"""Exercise 16.9: a predictor that somebody else can use, on real people.

Columns are mixed and measured in other units for each check.
"""

import io
from functools import cache
from typing import Any

import numpy as np

from exercises.scored import has_shape
from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Exercise, Mistake, Question

Array = np.ndarray[Any, Any]
COLUMNS = ["age", "education-num", "capital-gain", "capital-loss"]
COLUMNS += ["hours-per-week"]
LEARNED, ALONE = 12_000, 20
CLEARLY = 0.99
MOST_BYTES = 100_000
BAD: dict[str, list[Any]] = {
    "short": [1.0] * 4,
    "long": [1.0] * 6,
    "nan": [1.0, 1.0, float("nan"), 1.0, 1.0],
    "infinite": [float("inf"), 1.0, 1.0, 1.0, 1.0],
    "text": [1.0, "much", 1.0, 1.0, 1.0],
    "null": [1.0, 1.0, 1.0, None, 1.0],
}


@cache
def people(split: str) -> tuple[Array, Array]:
    """Return five numbers of each person, and whether the income is high."""
    from helpers.data import adult

    part = adult()[split]
    table = part.select(range(min(LEARNED, len(part)))).to_pandas()
    return table[COLUMNS].to_numpy(float), table["income"].to_numpy()


def _ask(rng: np.random.Generator) -> Question:
    return {
        "columns": rng.permutation(5),
        "units": np.exp(rng.uniform(-4, 4, size=5)),
        "zeros": rng.uniform(-50, 50, size=5),
        "flipped": int(rng.integers(2)),
        "seed": int(rng.integers(10**6)),
    }


def _use(
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
                kind: _asked(fresh, [rows[0], row, rows[1]])
                for kind, row in BAD.items()
            },
        }
    )


def _asked(predictor: Any, rows: list[list[Any]]) -> str:
    """Return what became of a request."""
    try:
        predictor.predict(rows)
    except ValueError:
        return "refused"
    except Exception as error:
        # Whatever it is, this request has stopped the service.
        return type(error).__name__
    return "answered"


def _true(flipped: int) -> Array:
    found: Array = people("test")[1] != flipped
    return found


def _loss(reply: Any, flipped: int) -> float:
    """Return the cross-entropy of the probabilities."""
    p = np.clip(np.asarray(reply["all"], float), 1e-6, 1 - 1e-6)
    return float(-np.log(np.where(_true(flipped), p, 1 - p)).mean())


@cache
def logistic_loss() -> float:
    """Return the cross-entropy of logistic regression on scaled columns."""
    from sklearn.linear_model import LogisticRegression

    x, y = people("train")
    mean, spread = x.mean(0), x.std(0)
    model = LogisticRegression(max_iter=500).fit((x - mean) / spread, y)
    p = model.predict_proba((people("test")[0] - mean) / spread)[:, 1]
    return _loss({"all": p}, 0)


@cache
def constant_loss() -> float:
    """Return the cross-entropy of one probability for everybody."""
    share = people("train")[1].mean()
    return _loss({"all": np.full(len(people("test")[1]), share)}, 0)


def _is_program(reply: Any, **_: Any) -> bool:
    """Tell whether PyTorch refuses to open the file."""
    import torch

    try:
        torch.load(io.BytesIO(reply["file"].tobytes()), weights_only=True)
    except Exception:
        # Pickles, archives and PyTorch fail in many ways on other files.
        return True
    return False


def _no_probability(reply: Any, **_: Any) -> bool:
    p = np.asarray(reply["all"], float)
    return not bool(((p >= 0) & (p <= 1)).all())


def _reversed(reply: Any, flipped: int, **_: Any) -> bool:
    from sklearn.metrics import roc_auc_score

    return bool(roc_auc_score(_true(flipped), reply["all"]) < 0.3)


PROJECT = Exercise(
    key="16.9",
    section="16_production#what-goes-wrong-and-how-to-see-it",
    hints=(
        "An object is made, told nothing but the bytes, and asked. What does "
        "it need to know besides weights?",
        "Means and spreads come from the training rows and travel with the "
        "weights. Check the rows before anything else happens to them.",
        "Put the state of a small network, the mean and the spread into one "
        "dict, torch.save it into a BytesIO; a hidden layer or two of 64 and "
        "four epochs of Adam in batches of 128 are enough.",
    ),
    ask=_ask,
    use=_use,
    mistakes=(
        Mistake(
            "no bytes",
            "save must return bytes",
            lambda reply, **_: reply["file"] is None,
        ),
        Mistake(
            "program",
            "torch.load with weights_only=True does not open the bytes",
            _is_program,
        ),
        Mistake(
            "too large",
            "the bytes are far more than a small network needs: rows of "
            "people do not belong into them",
            lambda reply, **_: len(reply["file"]) > MOST_BYTES,
        ),
        Mistake(
            "shape",
            "predict must give one probability for each row: (rows,)",
            lambda reply, **_: (
                not has_shape(np.asarray(reply["all"]), len(people("test")[1]))
            ),
        ),
        Mistake(
            "one row",
            "for one row, predict must give one probability in a row: (1,)",
            lambda reply, **_: any(
                not has_shape(np.asarray(part), 1) for part in reply["alone"]
            ),
        ),
        Mistake(
            "no probability",
            "there are values that are no probabilities, from 0 to 1",
            _no_probability,
        ),
        Mistake(
            "alone",
            "a row gets another probability when it is sent alone",
            lambda reply, **_: (
                not np.allclose(
                    reply["all"][:ALONE], np.ravel(reply["alone"]), 1e-3, 1e-4
                )
            ),
        ),
        Mistake(
            "answered",
            "a row is answered that cannot be right: too long or too short, "
            "or with something that is no finite number",
            lambda reply, **_: "answered" in reply["bad"].values(),
        ),
        Mistake(
            "other error",
            "a bad row must raise a ValueError; another error comes out",
            lambda reply, **_: set(reply["bad"].values()) != {"refused"},
        ),
        Mistake(
            "not in the bytes",
            "it says the opposite of what is true: it knows what another "
            "object has learned, not what is in the bytes",
            _reversed,
        ),
        Mistake(
            "nothing",
            "one probability for everybody does as well: look whether each "
            "row is prepared as the training rows were",
            lambda reply, flipped, **_: (
                not _loss(reply, flipped) < 0.97 * constant_loss()
            ),
        ),
        Mistake(
            "baseline",
            "it has learned, but logistic regression does as well",
            lambda reply, flipped, **_: (
                not _loss(reply, flipped) < CLEARLY * logistic_loss()
            ),
        ),
    ),
    rounds=1,
)
