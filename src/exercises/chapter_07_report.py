"""Exercise 7.6: what a report of loaded weights says, and what to do.

The reports are like those of real models, with layers drawn anew.
"""

from typing import Any

import numpy as np

from exercises.changed import changed
from grading.adapters import given, to_plain
from grading.exercise import Exercise, Mistake, Question

HEAD = ["classifier.weight", "classifier.bias"]
PARTS = ("attention.self.query", "attention.output.dense", "output.dense")
LAYERS = 3
BODY = ["bert.embeddings.word_embeddings.weight"] + [
    f"bert.encoder.layer.{layer}.{part}.{kind}"
    for layer in range(LAYERS)
    for part in PARTS
    for kind in ("weight", "bias")
]
OTHER_HEAD = ["cls.predictions.bias", "cls.predictions.decoder.weight"]
Case = tuple[list[str], list[str]]


def _ask(rng: np.random.Generator) -> Question:
    cases = [(case, go) for case in _cases(rng) for go in ("train", "use")]
    loads = []
    for n in rng.permutation(len(cases)):
        (missing, unexpected), purpose = cases[n]
        rows = [[name, "MISSING"] for name in missing]
        rows += [[name, "UNEXPECTED"] for name in unexpected]
        loads.append(
            {
                "report": [rows[k] for k in rng.permutation(len(rows))],
                "weights": [str(k) for k in rng.permutation(BODY + HEAD)],
                "purpose": purpose,
            }
        )
    return {"loads": loads}


def _cases(rng: np.random.Generator) -> list[Case]:
    """Return what is missing, and what the file has too much."""
    lost = f".{int(rng.integers(LAYERS))}.{rng.choice(PARTS)}."
    part = [name for name in BODY if lost in name]
    renamed = [name.replace(lost, f"{lost[:3]}block.") for name in part]
    return [
        ([], []),
        ([], OTHER_HEAD),
        (HEAD, []),
        (HEAD, OTHER_HEAD),
        (HEAD[:1], []),
        (part, renamed),
        ([*part, *HEAD], renamed),
        (BODY[:1], []),
        ([*BODY[:1], *HEAD], OTHER_HEAD),
    ]


def _use(answer: Any, loads: list[dict[str, Any]]) -> Any:
    return [
        to_plain(
            given(
                answer(
                    [(name, status) for name, status in load["report"]],
                    list(load["weights"]),
                    load["purpose"],
                )
            )
        )
        for load in loads
    ]


def _reads(loads: list[dict[str, Any]], change: str = "") -> list[Any]:
    return [_read(**load, change=change) for load in loads]


def _read(
    report: list[list[str]], weights: list[str], purpose: str, change: str
) -> list[Any]:
    """Sort out the names with sets."""
    missing = {name for name, status in report if status == "MISSING"}
    others = {name for name, _ in report} - missing
    new = {"all new": missing | others}.get(change, missing)
    names = set(weights)
    if change in ("all new", "too many"):
        names = names | others
    if change == "only new":
        names = missing
    words = ("new", "file") if change == "turned" else ("file", "new")
    where = {name: words[name in new] for name in names}
    return [where, _may_go_on(missing, others, purpose, change)]


def _may_go_on(
    missing: set[str], others: set[str], purpose: str, change: str
) -> bool:
    harmless = missing <= set(HEAD) or change == "body"
    if change == "unexpected" and others:
        return False
    if change == "never":
        return not missing
    if change == "purpose":
        return harmless
    if change == "not empty":
        return harmless and purpose == "train"
    return not missing or (harmless and purpose == "train")


REPORT = Exercise(
    key="7.6",
    section="07_text_classification#a-head-for-our-question",
    hints=(
        "For each weight of the model: where did its numbers come from?",
        "Only what is MISSING is random. Whether that is bad depends on which "
        "weights they are, and on what you are about to do.",
        "With nothing MISSING go on. If something is, it may be the head "
        "only, and you must be about to train.",
    ),
    ask=_ask,
    use=_use,
    expected=_reads,
    mistakes=(
        Mistake(
            "all new",
            "UNEXPECTED does not mean new: these are not even weights of the "
            "model",
            changed(_reads, "all new"),
        ),
        Mistake(
            "too many",
            "there are names that only the file has; they are no weights of "
            "the model",
            changed(_reads, "too many"),
        ),
        Mistake(
            "only new",
            "weights that the report does not name are left out",
            changed(_reads, "only new"),
        ),
        Mistake(
            "turned",
            "'file' and 'new' are the wrong way round",
            changed(_reads, "turned"),
        ),
        Mistake(
            "purpose",
            "you use a model whose head is random",
            changed(_reads, "purpose"),
        ),
        Mistake(
            "body",
            "you train on, although a part of the pre-trained body is lost",
            changed(_reads, "body"),
        ),
        Mistake(
            "never",
            "you stop although only the new head is random, and about to be "
            "trained",
            changed(_reads, "never"),
        ),
        Mistake(
            "unexpected",
            "you stop for what is UNEXPECTED alone: it is left unused, and "
            "harms nothing",
            changed(_reads, "unexpected"),
        ),
        Mistake(
            "not empty",
            "you do not use a model that came from the file as a whole",
            changed(_reads, "not empty"),
        ),
    ),
    rounds=2,
)
