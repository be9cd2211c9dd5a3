"""Find the planted bugs."""

import hashlib
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from grading.adapters import to_plain
from grading.exercise import Exercise, Mistake, Question

FOLDERS = ("numbers", "half", "unsigned", "damaged", "empty", "nothing whole")
STOPPED = "stopped"


def _ask(rng: np.random.Generator) -> Question:
    step = int(rng.integers(3, 9))
    last = int(rng.integers(100 // step + 1, 190 // step)) * step
    return {
        "updates": [step, 9 * step, 10 * step + 10, last + 20],
        "order": np.append(3, rng.permutation(3)),  # newest first
        "seed": int(rng.integers(10**6)),
    }


def _write(folder: Path, kind: str, updates: list[int], seed: int) -> None:
    """Write checkpoints, of which the newest is not in order."""
    rng = np.random.default_rng(seed)
    newest = max(updates, default=0)
    for update in updates:
        bad = kind if update == newest else ""
        partial = ".partial" if bad == "half" else ""
        place = folder / f"checkpoint-{update}{partial}"
        place.mkdir()
        content = rng.bytes(300)
        if bad != "unsigned":
            digits = hashlib.sha256(content).hexdigest()
            (place / "sha256.txt").write_text(digits)
        if bad == "damaged":
            content = content[:-1] + bytes([content[-1] ^ 255])
        (place / "model.bin").write_bytes(content)


def _use(
    answer: Any, updates: list[int], order: Any, seed: int
) -> dict[str, Any]:
    """Ask for the newest in each kind of folder."""
    found: dict[str, Any] = {}
    mixed = [updates[place] for place in order]
    there = {"empty": [], "nothing whole": [updates[0]]}
    for kind in FOLDERS:
        damage = "damaged" if kind == "nothing whole" else kind
        with tempfile.TemporaryDirectory() as name:
            _write(Path(name), damage, there.get(kind, mixed), seed)
            try:
                found[kind] = answer(Path(name))
            except (ValueError, LookupError, OSError):
                found[kind] = STOPPED
            except (TypeError, AttributeError) as error:
                found[kind] = f"{STOPPED} {error}"
    plain: dict[str, Any] = to_plain(found)
    return plain


def _newest(updates: list[int], order: Any, seed: int) -> dict[str, str | None]:
    old, new = (f"checkpoint-{n}" for n in sorted(updates)[-2:])
    return {
        "numbers": new,
        "half": old,
        "unsigned": old,
        "damaged": old,
        "empty": None,
        "nothing whole": None,
    }


def _wrong_in(*kinds: str) -> Any:
    """Return a test: whether a reply is wrong for one of these folders."""

    def test(reply: Any, **question: Any) -> bool:
        wanted = _newest(**question)
        return any(reply[kind] != wanted[kind] for kind in kinds)

    return test


EXERCISE = Exercise(
    section="a-folder-of-checkpoints",
    hints=(
        "Sort the names checkpoint-8 and checkpoint-104 in your head, as "
        "words. Then think of a folder without any.",
        "What is newest is told by the number, not by the word; what is whole "
        "is told by its name and by its SHA-256.",
        "Go through the folders: leave out names that do not end in a number, "
        "those without digits, and those whose digits are not those of the "
        "bytes; keep the number of the rest, and see whether there is a rest.",
    ),
    ask=_ask,
    use=_use,
    mistakes=(
        Mistake(
            "it raises an error in a folder in which all checkpoints are whole",
            ("whole[int(number)]", "whole[number + 0]"),
            shows=lambda reply, **_: str(reply["numbers"]).startswith(STOPPED),
        ),
        Mistake(
            "a whole checkpoint is taken for one that is not: are the digits "
            "compared with what they are made of?",
            ("hexdigest()", "digest()"),
            shows=lambda reply, **_: reply["numbers"] is None,
        ),
        Mistake(
            "it is not the one with the most updates: names are sorted as "
            "words, numbers are not",
            ("whole[int(number)]", "whole[number]"),
            shows=_wrong_in("numbers"),
        ),
        Mistake(
            "a checkpoint that was not written to its end stops it, or is "
            "taken for a whole one: look at the names",
            ("number.isdigit() and", ""),
            shows=_wrong_in("half"),
        ),
        Mistake(
            "a checkpoint without its digits stops it, or is taken for a "
            "whole one",
            (" and digits.exists()", ""),
            shows=_wrong_in("unsigned"),
        ),
        Mistake(
            "a checkpoint in which a byte has changed is taken for a whole one",
            ("found == digits.read_text().strip()", "True"),
            (
                "found == digits.read_text().strip()",
                "len(digits.read_text().strip()) == 64",
            ),
            shows=_wrong_in("damaged"),
        ),
        Mistake(
            "where there is no checkpoint, it must return None: every new run "
            "starts that way",
            (" if whole else None", ""),
            shows=_wrong_in("empty"),
        ),
        Mistake(
            "where no checkpoint is whole, it must return None",
            (
                "    whole = {}\n",
                "    whole = {}\n"
                "    if any(folder.iterdir()):\n"
                '        whole[-1] = "checkpoint--1"\n',
            ),
            shows=_wrong_in("nothing whole"),
        ),
    ),
)
