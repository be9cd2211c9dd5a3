"""What a type checker refuses."""

from exercises.code_for_others.typed_calls import ask
from grading.exercise import Exercise, Mistake


def _refused(calls: list[list[str]], bases: dict[str, str]) -> list[str]:
    """Spread each kind over all that it is, then compare sets."""
    known = {one for call in calls for t in call[1:] for one in t.split(" | ")}
    above = {one: {one, bases.get(one, one)} for one in known | {*bases}}
    for _ in bases:
        for one, kinds in above.items():
            above[one] = kinds.union(*(above.get(k, {k}) for k in kinds))
    return [
        name
        for name, gets, wants in calls
        if "Any" not in (gets, wants)
        and any(
            above[g].isdisjoint(wants.split(" | ")) for g in gets.split(" | ")
        )
    ]


EXERCISE = Exercise(
    section="types-before-the-program-runs",
    hints=(
        "What may the argument be when the program runs? Which of these does "
        "the function not take?",
        "Every part of what it gets needs a part of what it wants: the same "
        "type, or one that it was made from.",
        "For each part of what it gets, go from a NewType to its base, and on "
        "to the base of that, until you meet a part of what it wants or there "
        "is no base left.",
    ),
    ask=ask,
    expected=_refused,
    mistakes=(
        Mistake(
            "a value that may be None is accepted where None is not",
            ("= all(", "= any("),
        ),
        Mistake(
            "that is the wrong way round: metres are a number, but a number "
            "need not be metres",
            ("for name, gets, wants in", "for name, wants, gets in"),
        ),
        Mistake(
            "a NewType is refused where its base is wanted",
            ("one in bases", "False"),
        ),
        Mistake(
            "a NewType of a NewType has more than one type above it",
            ("while one", "if one"),
        ),
        Mistake(
            "two types with the same base are taken for the same",
            (
                "wanted = wants",
                "wanted = bases.get(wants, wants)",
                "gets.split",
                "bases.get(gets, gets).split",
            ),
        ),
        Mistake(
            "Any is refused: a checker asks nothing of it",
            (' or "Any" in (gets, wants)', ""),
        ),
    ),
)
