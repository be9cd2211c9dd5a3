"""Chapter 8: scores of answers, windows, offsets, spans, a small reader.

The references search by brute force, in plain Python and NumPy.
"""

from typing import Any

import numpy as np

from exercises.changed import changed
from exercises.chapter_08_pointing import PROJECT
from exercises.chapter_08_scored_answers import END, F1
from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Exercise, Mistake, Question

Array = np.ndarray[Any, Any]


# 8.2: windows with a stride


def _ask_windows(rng: np.random.Generator) -> Question:
    cases = []
    for _ in range(6):
        question, room = int(rng.integers(5, 12)), int(rng.integers(20, 40))
        cases.append(
            {
                "question": question,
                "context": int(rng.integers(60, 200)),
                "longest": question + room + 3,
                "stride": int(rng.integers(3, 9)),
            }
        )
    cases[0]["context"] = 15
    return {"cases": cases}


def _use_windows(answer: Any, cases: list[dict[str, int]]) -> Any:
    return [to_plain(given(answer(**case))) for case in cases]


def _windows(
    cases: list[dict[str, int]], change: str = ""
) -> list[list[list[int]]]:
    return [_windows_of_one(**case, change=change) for case in cases]


def _windows_of_one(
    question: int, context: int, longest: int, stride: int, change: str
) -> list[list[int]]:
    room = longest - question - (0 if change == "special" else 3)
    step = stride if change == "step" else room - stride
    beyond = max(0, context - room)
    number = 1 + -(-beyond // step)
    if change == "tail":
        number = 1 + beyond // step
    if change == "extra":
        number = -(-context // step)
    found = [[n * step, n * step + room] for n in range(number)]
    if change != "past":
        found = [[start, min(end, context)] for start, end in found]
    return found


WINDOWS = Exercise(
    key="8.2",
    section="08_question_answering#long-contexts-windows-with-a-stride",
    hints=(
        "Draw a line of 20 tokens and windows of 8 that share 3. Where does "
        "the second start?",
        "The stride is what neighbours share, so windows start further apart "
        "the smaller it is. Question and special tokens take room in each.",
        "From the longest length take the question and three special tokens. "
        "Go on by what is left less the stride, until a window reaches the "
        "end of the context.",
    ),
    ask=_ask_windows,
    use=_use_windows,
    expected=_windows,
    mistakes=(
        Mistake(
            "special",
            "a window is too long: [CLS] and two [SEP] take room as well",
            changed(_windows, "special"),
        ),
        Mistake(
            "step",
            "you move on by the stride; it is what neighbours share",
            changed(_windows, "step"),
        ),
        Mistake(
            "tail",
            "the last tokens of the context stand in no window",
            changed(_windows, "tail"),
        ),
        Mistake(
            "extra",
            "there are windows after one that has reached the end",
            changed(_windows, "extra"),
        ),
        Mistake(
            "past",
            "the last window ends behind the context",
            changed(_windows, "past"),
        ),
    ),
    rounds=2,
)

# 8.3: a planted bug between characters and tokens


def _ask_place(rng: np.random.Generator) -> Question:
    """Draw offsets of words and of pieces without a space between."""
    first, offsets, place = int(rng.integers(4, 8)), [], 0
    for token in range(first + 20):
        if token == first:
            place = int(rng.integers(30, 60))  # a window further on
        size = int(rng.integers(2, 6))
        offsets.append([place, place + size])
        place += size + int(rng.random() < 0.5)
    last = len(offsets) - 1
    spans = []
    for _ in range(12):
        a, b = sorted(rng.integers(first, last + 1, size=2))
        start, end = offsets[a][0], offsets[b][1]
        spans.append([start + int(rng.integers(2)), end])
    spans.append([offsets[first][0] - 3, offsets[first + 2][1]])
    spans.append([offsets[last - 1][0], offsets[last][1] + 2])
    return {
        "offsets": [*offsets, [0, 0]],
        "first": first,
        "last": last,
        "spans": spans,
    }


def _use_place(answer: Any, spans: Any, **window: Any) -> Any:
    return [to_plain(answer(*window.values(), *span)) for span in spans]


def _places(
    offsets: list[list[int]],
    first: int,
    last: int,
    spans: list[list[int]],
    change: str = "",
) -> list[list[int] | None]:
    """Collect the tokens that hold a character of the answer."""
    found: list[list[int] | None] = []
    for start, end in spans:
        left = start - 1 if change == "touch start" else start
        right = end + 1 if change == "touch end" else end
        inside = [
            token
            for token in range(first, last + 1)
            if set(range(*offsets[token])) & set(range(left, right))
        ]
        held = offsets[first][0] <= start and end <= offsets[last][1]
        shift = first if change == "shift" else 0
        if not inside or not (held or change == "half"):
            found.append(None)
        else:
            found.append([inside[0] - shift, inside[-1] - shift])
    return found


PLACE = Exercise(
    key="8.3",
    section="08_question_answering#from-characters-to-tokens",
    hints=(
        "Try it by hand on pieces of one word, which have no space between "
        "them.",
        "An offset (3, 7) means characters 3, 4, 5 and 6: the second number "
        "is the first character that does not belong.",
        "A token that starts at the very character where the answer ends "
        "holds nothing of it. One comparison has to be strict.",
    ),
    ask=_ask_place,
    use=_use_place,
    expected=_places,
    mistakes=(
        Mistake(
            "touch end",
            "a token that only touches the end of the answer is taken in",
            changed(_places, "touch end"),
        ),
        Mistake(
            "touch start",
            "a token that only touches the start of the answer is taken in",
            changed(_places, "touch start"),
        ),
        Mistake(
            "half",
            "an answer that stands only partly in the window gets a label",
            changed(_places, "half"),
        ),
        Mistake(
            "shift",
            "the places are counted from the context, not from the window",
            changed(_places, "shift"),
        ),
    ),
    rounds=3,
)

# 8.4: the best possible span


def _ask_span(rng: np.random.Generator) -> Question:
    tokens, first = int(rng.integers(30, 40)), int(rng.integers(6, 10))
    return {
        "start": rng.normal(size=tokens).astype("float32"),
        "end": rng.normal(size=tokens).astype("float32"),
        "first": first,
        "last": tokens - 2,
        "longest": int(rng.integers(3, 6)),
    }


def _use_span(answer: Any, **question: Any) -> Any:
    values = [to_tensor(value) for value in question.values()]
    return [int(place) for place in given(answer(*values))]


def _span(
    start: Array,
    end: Array,
    first: int,
    last: int,
    longest: int,
    change: str = "",
) -> list[int]:
    """Try every pair."""
    if change == "apart":
        return [int(start.argmax()), int(end.argmax())]
    if change == "apart inside":
        return [
            first + int(scores[first : last + 1].argmax())
            for scores in (start, end)
        ]
    if change == "question":
        first, last = 0, len(start) - 1
    longest += {"longer": 1, "any length": len(start)}.get(change, 0)
    pairs = [
        (float(start[a]) + float(end[b]), a, b)
        for a in range(first, last + 1)
        for b in range(a, min(a + longest, last + 1))
    ]
    _, a, b = max(pairs)
    shift = first if change == "shift" else 0
    return [a - shift, b - shift]


SPAN = Exercise(
    key="8.4",
    section="08_question_answering#from-scores-to-an-answer",
    hints=(
        "Which pairs of tokens are possible answers at all?",
        "Score pairs and not single tokens: a table of start plus end, in "
        "which the impossible is crossed out.",
        "Cut the scores to the context, make the table by adding a column to "
        "a row, keep a band of its upper triangle, and remember to count "
        "from the window again.",
    ),
    ask=_ask_span,
    use=_use_span,
    expected=_span,
    mistakes=(
        Mistake(
            "apart",
            "start and end are chosen apart, and anywhere in the window",
            changed(_span, "apart"),
        ),
        Mistake(
            "apart inside",
            "start and end are chosen without regard to each other",
            changed(_span, "apart inside"),
        ),
        Mistake(
            "question",
            "an answer may stand in the context only, not in the question",
            changed(_span, "question"),
        ),
        Mistake(
            "longer",
            "an answer may be one token longer than allowed",
            changed(_span, "longer"),
        ),
        Mistake(
            "any length",
            "nothing keeps the answer short",
            changed(_span, "any length"),
        ),
        Mistake(
            "shift",
            "the places are counted from the context, not from the window",
            changed(_span, "shift"),
        ),
    ),
    rounds=10,
)

# 8.5: the loss over places


def _ask_loss(rng: np.random.Generator) -> Question:
    sizes = np.append(rng.integers(4, 9, size=3), 9)
    return {
        "scores": 2 * rng.normal(size=(4, 9, 2)).astype("float32"),
        "real": np.arange(9) < sizes[:, None],
        "spans": np.sort(rng.integers(0, 4, size=(4, 2)), axis=1),
    }


def _loss(scores: Array, real: Array, spans: Array, change: str = "") -> float:
    if change != "padding":
        scores = np.where(real[:, :, None], scores, -np.inf)
    powers = np.exp(scores.astype(float))
    axis = 2 if change == "axis" else 1
    total = powers.sum(axis, keepdims=True)
    shares = powers / np.where(total > 0, total, 1)
    rows = np.arange(len(spans))
    each = [-np.log(shares[rows, spans[:, end], end]) for end in (0, 1)]
    if change == "start":
        return float(each[0].mean())
    return float(np.mean(each)) * (2 if change == "sum" else 1)


LOSS = Exercise(
    key="8.5",
    section="08_question_answering#the-model-and-its-step",
    hints=(
        "A classification: what are the classes here, and how many?",
        "The softmax runs over the places of a window, once for starts and "
        "once for ends; padding must get the probability zero.",
        "Put minus infinity where there is padding. Cross-entropy takes the "
        "classes in the second dimension, which is where the tokens are.",
    ),
    ask=_ask_loss,
    expected=_loss,
    mistakes=(
        Mistake(
            "padding",
            "padding gets a share of the probability",
            changed(_loss, "padding"),
        ),
        Mistake(
            "axis",
            "the softmax runs over start and end, not over the places",
            changed(_loss, "axis"),
        ),
        Mistake(
            "sum",
            "the losses of start and end are added, not averaged",
            changed(_loss, "sum"),
        ),
        Mistake(
            "start",
            "the loss knows nothing of where the answer ends",
            changed(_loss, "start"),
        ),
    ),
)

EXERCISES = {
    exercise.key: exercise
    for exercise in (F1, WINDOWS, PLACE, SPAN, LOSS, END, PROJECT)
}
