"""Where to catch."""

from typing import Any

import numpy as np

from grading.adapters import given, to_plain
from grading.exercise import Exercise, Mistake, Question

CASES = ("fine", "bug", "other value", "gone")


class RefusedError(ValueError):
    """The content of a file is no input for the model."""


def _ask(rng: np.random.Generator) -> Question:
    numbers = rng.choice(np.arange(100, 1000), size=9, replace=False)
    refused = rng.random(9) < 0.3
    refused[[0, 5, 8]] = True
    return {
        "files": [f"{n}.png" for n in numbers],
        "refused": [bool(one) for one in refused],
        "labels": [str(n) for n in rng.choice(["cat", "dog", "ship"], size=9)],
        "place": int(rng.choice([6, 7])),
    }


def _use(
    answer: Any, files: list[str], refused: Any, labels: Any, place: int
) -> Any:
    """Let the answer ask a service that fails in another way each time."""

    def service(case: str) -> Any:
        def ask(file: str) -> str:
            number = files.index(file)
            if case != "fine" and number == place:
                raise {
                    "bug": AttributeError("'dict' has no attribute 'label'"),
                    "other value": ValueError("could not convert"),
                    "gone": ConnectionResetError("reset by peer"),
                }[case]
            if refused[number]:
                raise RefusedError("no image")
            return str(labels[number])

        return ask

    found: dict[str, Any] = {}
    for case in CASES:
        try:
            labelled = answer(service(case), list(files), RefusedError)
        except Exception as error:
            cause = type(error.__cause__).__name__
            kinds = [one.__name__ for one in type(error).__mro__]
            found[case] = [kinds, str(error), cause]
        else:
            found[case] = {"labels": list(given(labelled))}
    return to_plain(found)


def _raised(reply: Any, case: str) -> list[str]:
    """Return the kinds of the error that came out, narrow ones first."""
    return reply[case][0] if isinstance(reply[case], list) else []


def _other_labels(
    reply: Any, refused: list[bool], labels: list[str], **_: Any
) -> bool:
    wanted = [
        None if no else label for no, label in zip(refused, labels, strict=True)
    ]
    return bool(reply["fine"] != {"labels": wanted})


EXERCISE = Exercise(
    section="where-to-catch",
    hints=(
        "Which of the errors do you expect, and for which can you do "
        "something?",
        "Three kinds: one that you count and go on, one that you explain to "
        "the reader, and the rest, which is not yours.",
        "One except clause for the kind that is handed over, one for "
        "ConnectionError that raises another error from the first. No clause "
        "for anything else.",
    ),
    ask=_ask,
    use=_use,
    mistakes=(
        Mistake(
            "it stops at a file that is refused, where it should go on",
            ("        except refused:\n            labels.append(None)\n", ""),
            shows=lambda reply, **_: _raised(reply, "fine") != [],
        ),
        Mistake(
            "with a service that works, the labels are wrong: there must be "
            "one per file, None for a refused one",
            ("labels.append(None)", "pass"),
            shows=_other_labels,
        ),
        Mistake(
            "a bug in the caller looks like a refused file, or comes out as "
            "another error",
            ("except refused", "except (refused, AttributeError)"),
            ("except ConnectionError", "except Exception"),
            shows=lambda reply, **_: (
                "AttributeError" not in _raised(reply, "bug")
            ),
        ),
        Mistake(
            "a ValueError that is no refusal is caught, too: the kind you "
            "expect is narrower",
            ("except refused", "except ValueError"),
            shows=lambda reply, **_: (
                "ValueError" not in _raised(reply, "other value")
            ),
        ),
        Mistake(
            "when the service is gone, the reader must get a RuntimeError",
            ("except refused", "except (refused, OSError)"),
            ("raise RuntimeError(message) from error", "raise"),
            shows=lambda reply, **_: (
                "RuntimeError" not in _raised(reply, "gone")
            ),
        ),
        Mistake(
            "the RuntimeError does not say at which file it was",
            ("at {file};", "now;"),
            shows=lambda reply, files, place, **_: (
                files[place] not in reply["gone"][1]
            ),
        ),
        Mistake(
            "the RuntimeError has lost its cause",
            (" from error", " from None"),
            (" from error", ""),
            shows=lambda reply, **_: reply["gone"][2] != "ConnectionResetError",
        ),
    ),
)
