"""Project: a predictor for somebody else."""

import numpy as np

from exercises.production.incomes import (
    constant_loss,
    logistic_loss,
    loss,
    people,
)
from exercises.production.predictor import (
    ALONE,
    asked_after_loading,
    is_program,
    is_reversed,
    no_probability,
)
from exercises.scored import has_shape
from grading.exercise import Exercise, Mistake, Question

CLEARLY = 0.99
MOST_BYTES = 100_000


def _ask(rng: np.random.Generator) -> Question:
    return {
        "columns": rng.permutation(5),
        "units": np.exp(rng.uniform(-4, 4, size=5)),
        "zeros": rng.uniform(-50, 50, size=5),
        "flipped": int(rng.integers(2)),
        "seed": int(rng.integers(10**6)),
    }


BRIEF = ("epochs=4", "epochs=1")
KEEPING = (
    "        learn(self.net, (x - self.scale[0]) / "
    "self.scale[1], y, epochs=4)\n"
    "\n"
    "    def save(self):\n"
    "        file = io.BytesIO()\n"
    "        torch.save([self.net.state_dict(), self.scale], "
    "file)\n"
    "        return file.getvalue()\n"
    "\n"
    "    def load(self, content):\n"
    "        state = torch.load(io.BytesIO(content), "
    "weights_only=True)\n"
    "        self.net.load_state_dict(state[0])\n"
)
NUMBERS = "any(type(n) not in (int, float) for row in rows for n in row)"
SCALE = "self.scale = x.mean(dim=0), x.std(dim=0)"
SCALED = "(torch.tensor(rows) - self.scale[0]) / self.scale[1]"

EXERCISE = Exercise(
    section="what-goes-wrong-and-how-to-see-it",
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
    use=asked_after_loading,
    mistakes=(
        Mistake(
            "save must return bytes",
            ("return file.getvalue()", "return file", *BRIEF),
            shows=lambda reply, **_: reply["file"] is None,
        ),
        Mistake(
            "torch.load with weights_only=True does not open the bytes",
            (
                KEEPING,
                "        learn(self.net, (x - self.scale[0]) / "
                "self.scale[1], y, epochs=1)\n"
                "\n"
                "    def save(self):\n"
                "        file = io.BytesIO()\n"
                "        torch.save([self.net, self.scale], file)\n"
                "        return file.getvalue()\n"
                "\n"
                "    def load(self, content):\n"
                "        state = torch.load(io.BytesIO(content), "
                "weights_only=False)\n"
                "        self.net.load_state_dict(\n"
                "            state[0].state_dict())\n",
            ),
            shows=is_program,
        ),
        Mistake(
            "the bytes are far more than a small network needs: rows of "
            "people do not belong into them",
            (
                SCALE,
                "self.scale = x.mean(dim=0), x.std(dim=0)\n"
                "        self.scale = *self.scale, x",
                *BRIEF,
            ),
            shows=lambda reply, **_: len(reply["file"]) > MOST_BYTES,
        ),
        Mistake(
            "predict must give one probability for each row: (rows,)",
            (".sigmoid()[:, 0]", ".sigmoid()", *BRIEF),
            shows=lambda reply, **_: (
                not has_shape(np.asarray(reply["all"]), len(people("test")[1]))
            ),
        ),
        Mistake(
            "for one row, predict must give one probability in a row: (1,)",
            (".sigmoid()[:, 0]", ".sigmoid().squeeze()", *BRIEF),
            shows=lambda reply, **_: any(
                not has_shape(np.asarray(part), 1) for part in reply["alone"]
            ),
        ),
        Mistake(
            "there are values that are no probabilities, from 0 to 1",
            (".sigmoid()", "", *BRIEF),
            shows=no_probability,
        ),
        Mistake(
            "a row gets another probability when it is sent alone",
            (
                SCALED,
                "(torch.tensor(rows) - torch.tensor(rows).mean(dim=0)) / "
                "self.scale[1]",
                *BRIEF,
            ),
            shows=lambda reply, **_: (
                not np.allclose(
                    reply["all"][:ALONE], np.ravel(reply["alone"]), 1e-3, 1e-4
                )
            ),
        ),
        Mistake(
            "a row is answered that cannot be right: too long or too short, "
            "or with something that is no finite number",
            ("not x.isfinite().all()", "False", *BRIEF),
            shows=lambda reply, **_: "answered" in reply["bad"].values(),
        ),
        Mistake(
            "a bad row must raise a ValueError; another error comes out",
            (NUMBERS, "False", *BRIEF),
            shows=lambda reply, **_: set(reply["bad"].values()) != {"refused"},
        ),
        Mistake(
            "it says the opposite of what is true: it knows what another "
            "object has learned, not what is in the bytes",
            (
                KEEPING,
                "        learn(self.net, (x - self.scale[0]) / "
                "self.scale[1], y, epochs=4)\n"
                "        Predictor.net = self.net\n"
                "\n"
                "    def save(self):\n"
                "        file = io.BytesIO()\n"
                "        torch.save([self.net.state_dict(), self.scale], "
                "file)\n"
                "        return file.getvalue()\n"
                "\n"
                "    def load(self, content):\n"
                "        state = torch.load(io.BytesIO(content), "
                "weights_only=True)\n"
                "        self.net = Predictor.net\n",
            ),
            shows=is_reversed,
        ),
        Mistake(
            "one probability for everybody does as well: look whether each "
            "row is prepared as the training rows were",
            (SCALED, "torch.tensor(rows) + 0 * self.scale[0]"),
            shows=lambda reply, flipped, **_: (
                not loss(reply, flipped) < 0.97 * constant_loss()
            ),
        ),
        Mistake(
            "it has learned, but logistic regression does as well",
            (
                "self.net = nn.Sequential(*wide, nn.Linear(64, 1))",
                "self.net = nn.Sequential(wide[0], nn.Linear(64, 1))",
            ),
            shows=lambda reply, flipped, **_: (
                not loss(reply, flipped) < CLEARLY * logistic_loss()
            ),
        ),
    ),
    rounds=1,
)
