"""A shuffle buffer."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from grading.adapters import given
from grading.exercise import Exercise, Mistake, Question

Reply = list[dict[str, Any]]
TRIES = 3


def _ask(rng: np.random.Generator) -> Question:
    return {
        "rows": int(rng.integers(90, 120)),
        "size": int(rng.integers(10, 15)),
    }


def _use(answer: Any, rows: int, size: int) -> Any:
    return [_one_pass(answer, rows, size) for _ in range(TRIES)]


def _one_pass(answer: Any, rows: int, size: int) -> dict[str, Any]:
    """Return what came, and how far reading was ahead of giving."""
    read = ahead = 0

    def stream() -> Iterator[int]:
        nonlocal read
        for row in range(rows):
            read += 1
            yield row

    came: list[int] = []
    for row in given(answer(stream(), size)):
        came.append(int(row))
        ahead = max(ahead, read - len(came))
        if len(came) > 2 * rows:
            break
    return {"rows": came, "ahead": ahead}


def _blocks(reply: Reply, size: int) -> bool:
    """Tell whether rows stay in blocks of the size of the buffer."""
    return all(
        row // size == place // size
        for one in reply
        for place, row in enumerate(one["rows"])
    )


def _narrow(one: dict[str, Any], size: int) -> bool:
    """Tell whether rows hardly move, or wait in the buffer to the end."""
    early = max(row - place for place, row in enumerate(one["rows"]))
    stuck = sum(row < size for row in one["rows"][-size:])
    return bool(early < size // 2 or stuck > size // 2)


EXERCISE = Exercise(
    section="larger-than-memory",
    hints=(
        "How many rows must you have read before you can give the first?",
        "The buffer is always full: one row leaves it, drawn at random, and "
        "the next of the stream takes its place.",
        "Fill the buffer; for each further row swap it with a random one of "
        "the buffer and yield that; when the stream ends, shuffle the rest.",
    ),
    ask=_ask,
    use=_use,
    mistakes=(
        Mistake(
            "more rows are held than fit into the buffer",
            (
                "    buffer = []\n",
                "    buffer = []\n    stream = list(stream)\n",
            ),
            shows=lambda reply, rows, size: (
                max(one["ahead"] for one in reply) > size
            ),
        ),
        Mistake(
            "not every row comes out exactly once",
            ("    yield from buffer", "    return"),
            shows=lambda reply, rows, size: any(
                sorted(one["rows"]) != list(range(rows)) for one in reply
            ),
        ),
        Mistake(
            "the order is the same each time: nothing is drawn at random",
            ("    buffer = []\n", "    random.seed(0)\n    buffer = []\n"),
            shows=lambda reply, rows, size: all(
                one["rows"] == reply[0]["rows"] for one in reply
            ),
        ),
        Mistake(
            "the stream is shuffled block by block: no row can leave its own",
            (
                "        if len(buffer) < size:\n"
                "            buffer.append(row)\n"
                "            continue\n"
                "        place = random.randrange(size)\n"
                "        row, buffer[place] = buffer[place], row\n"
                "        yield row\n",
                "        buffer.append(row)\n"
                "        if len(buffer) == size:\n"
                "            random.shuffle(buffer)\n"
                "            yield from buffer\n"
                "            buffer = []\n",
            ),
            shows=lambda reply, rows, size: _blocks(reply, size),
        ),
        Mistake(
            "the buffer is not used fully: draw from all places of it",
            ("randrange(size)", "randrange(2)"),
            ("    buffer = []\n", "    size, buffer = 2, []\n"),
            shows=lambda reply, rows, size: any(
                _narrow(one, size) for one in reply
            ),
        ),
    ),
)
