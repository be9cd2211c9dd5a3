"""What bfloat16 forgets."""

from typing import Any

import numpy as np

from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question


def to_bfloat16(values: Array) -> Array:
    """Round to 16 of the 32 bits, to the nearest, ties to the even one."""
    bits = np.asarray(values, dtype=np.float32).view(np.uint32)
    bits = bits + np.uint32(0x7FFF) + ((bits >> 16) & 1)
    return (bits & np.uint32(0xFFFF0000)).view(np.float32)


def _ask(rng: np.random.Generator) -> Question:
    sign = rng.choice([-1, 1], 12)
    updates = 2 ** rng.uniform(-12, -6, 12) * rng.choice([-1, 1], 12)
    return {
        "weights": to_bfloat16(sign * rng.uniform(1, 2, 12)),
        "updates": to_bfloat16(updates),
        "steps": int(rng.integers(20, 30)),
    }


def _use(answer: Any, **question: Any) -> Any:
    values = [to_tensor(value) for value in question.values()]
    alone, mixed = given(answer(*values))
    return [
        {"kind": str(one.dtype), "weights": to_plain(one)}
        for one in (given(alone), given(mixed))
    ]


def _expected(weights: Array, updates: Array, steps: int) -> list[Question]:
    alone, mixed = to_bfloat16(weights), weights.astype(float)
    for _ in range(steps):
        alone = to_bfloat16(alone - to_bfloat16(updates))
        mixed = mixed - updates
    kinds = ["torch.bfloat16", "torch.float32"]
    return [
        {"kind": kind, "weights": np.asarray(values, dtype=np.float32)}
        for kind, values in zip(kinds, (alone, mixed), strict=True)
    ]


ROUNDED_ONCE = (
    "the first one is rounded only once: what a single update loses is not "
    "lost there"
)
WALK = (
    "weights.to(kind), updates.to(kind)\n"
    "        for _ in range(steps):\n"
    "            now = now - update\n"
    "        found.append(now)\n"
)

EXERCISE = Exercise(
    section="mixed-precision",
    hints=(
        "How far is it from 1 to the next number of bfloat16?",
        "An update smaller than half of that distance is lost, each time anew. "
        "So the rounding must happen in every step, not once.",
        "Make copies of both in bfloat16 and go through the steps with these; "
        "go through the same steps with the numbers as they are.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            ROUNDED_ONCE,
            (
                WALK,
                "weights, updates\n"
                "        for _ in range(steps):\n"
                "            now = now - update\n"
                "        found.append(now.to(kind))\n",
            ),
        ),
        Mistake(
            ROUNDED_ONCE,
            (
                "        for _ in range(steps):\n"
                "            now = now - update",
                "        now = now - steps * update",
            ),
        ),
        Mistake(
            "the second one forgets as well: in mixed precision the weights "
            "stay in float32",
            ("return found", "return found[0], found[0].float()"),
        ),
        Mistake(
            "that is float16, with more digits and a smaller range",
            ("torch.bfloat16", "torch.float16"),
        ),
        Mistake(
            "the updates are added; a step takes them off",
            ("now - update", "now + update"),
        ),
    ),
    atol=1e-4,
)
