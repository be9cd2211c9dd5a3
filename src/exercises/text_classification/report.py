"""Read the report."""

from typing import Any

import numpy as np

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
        _in_pairs(
            to_plain(
                given(
                    answer(
                        [(name, status) for name, status in load["report"]],
                        list(load["weights"]),
                        load["purpose"],
                    )
                )
            )
        )
        for load in loads
    ]


def _in_pairs(read: Any) -> Any:
    """Return names and origins as pairs, so that none may be too much."""
    match read:
        case [dict() as origin, go]:
            return [[list(pair) for pair in sorted(origin.items())], go]
    return read


def _expected(loads: list[dict[str, Any]]) -> list[Any]:
    return [_read(**load) for load in loads]


def _read(report: list[list[str]], weights: list[str], purpose: str) -> Any:
    """Sort out the names with sets."""
    missing = {name for name, status in report if status == "MISSING"}
    others = {name for name, _ in report} - missing
    where = {name: "new" if name in missing else "file" for name in weights}
    return _in_pairs([where, _may_go_on(missing, others, purpose)])


def _may_go_on(missing: set[str], others: set[str], purpose: str) -> bool:
    harmless = missing <= set(HEAD)
    return not missing or (harmless and purpose == "train")


GOES = 'not missing or (head_only and purpose == "train")'

EXERCISE = Exercise(
    section="a-head-for-our-question",
    hints=(
        "For each weight of the model: where did its numbers come from?",
        "Only what is MISSING is random. Whether that is bad depends on which "
        "weights they are, and on what you are about to do.",
        "With nothing MISSING go on. If something is, it may be the head "
        "only, and you must be about to train.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "UNEXPECTED does not mean new: these are not even weights of the "
            "model",
            (
                "for n in weights}",
                'for n in weights} | {name: "new" for name, _ in report}',
            ),
        ),
        Mistake(
            "there are names that only the file has; they are no weights of "
            "the model",
            (
                "for n in weights",
                "for n in [*weights, *(name for name, _ in report)]",
            ),
        ),
        Mistake(
            "weights that the report does not name are left out",
            ("for n in weights", "for n in missing"),
        ),
        Mistake(
            "'file' and 'new' are the wrong way round",
            (
                '"new" if n in missing else "file"',
                '"file" if n in missing else "new"',
            ),
        ),
        Mistake(
            "you use a model whose head is random",
            (GOES, "not missing or head_only"),
        ),
        Mistake(
            "you train on, although a part of the pre-trained body is lost",
            ("(head_only and purpose", "(purpose"),
        ),
        Mistake(
            "you stop although only the new head is random, and about to be "
            "trained",
            (GOES, "not missing"),
        ),
        Mistake(
            "you stop for what is UNEXPECTED alone: it is left unused, and "
            "harms nothing",
            (
                GOES,
                "len(missing) == len(report) and (not missing or "
                '(head_only and purpose == "train"))',
            ),
        ),
        Mistake(
            "you do not use a model that came from the file as a whole",
            ("not missing or ", ""),
        ),
    ),
    rounds=2,
)
