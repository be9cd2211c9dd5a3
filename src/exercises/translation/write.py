"""Write freely."""

from typing import Any

import numpy as np

from exercises.translation.sentences import BEGIN, END, PAD, WORDS
from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    scores = rng.normal(size=(6, 8, WORDS, WORDS))
    scores[:4, 2:, :, END] += 1.5
    scores[:, :2, :, END] -= 5
    scores[4:, :, :, END] -= 20
    scores[..., (PAD, BEGIN)] -= 20
    return {"scores": scores.astype("float32"), "longest": 6}


def _use(answer: Any, scores: Array, longest: int) -> Any:
    """Let the state count the steps taken, for each sentence."""
    import torch

    table, rows = to_tensor(scores), torch.arange(len(scores))

    def advance(last: Any, state: Any) -> Any:
        return table[rows, state.clamp(max=7), last], state + 1

    state = torch.zeros(len(scores), dtype=torch.long)
    found = given(answer(advance, state, BEGIN, END, longest))
    return [to_plain(list(map(int, row))) for row in found]


def _expected(scores: Array, longest: int) -> list[list[int]]:
    found = []
    for table in scores:
        last, said = BEGIN, []
        for step in range(longest):
            last = int(table[step, last].argmax())
            if last == END:
                break
            said.append(last)
        found.append(said)
    return found


EXERCISE = Exercise(
    section="writing-freely",
    hints=(
        "Play it by hand for one sentence: what goes in at each step, what "
        "comes out, what is kept?",
        "Each step needs the last token written and the state that the step "
        "before handed back. The sentences end at different steps.",
        "Write all sentences on for as many steps as are allowed; at the end "
        "cut each row at its first end token.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "the end token is a sign to stop, not a word of the sentence",
            (".index(end)]", ".index(end) + 1]"),
        ),
        Mistake(
            "the begin token is not a word of the sentence",
            ("return [row[:", "return [[begin] + row[:"),
        ),
        Mistake(
            "a sentence goes on after its end token",
            (
                "row[: [*row, end].index(end)]",
                "[token for token in row if token != end]",
            ),
        ),
        Mistake(
            "the state that a step hands back is not used in the next",
            ("scores, state =", "scores, _ ="),
        ),
        Mistake(
            "each step is told the begin token, not the last token written",
            (
                "        last = scores.argmax(dim=1)\n"
                "        columns.append(last)",
                "        columns.append(scores.argmax(dim=1))",
            ),
        ),
        Mistake(
            "a sentence that never ends is one token too long",
            ("range(longest)", "range(longest + 1)"),
        ),
    ),
)
