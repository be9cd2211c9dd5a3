"""What a learner's test says of functions, right ones and wrong ones."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from grading.adapters import given

PASSES, FAILS = "passes", "fails"
Function = Callable[[Any], Any]


def outcomes(
    test: Any, functions: Mapping[str, Function], order: Sequence[int]
) -> dict[str, str]:
    """Run a test on each function; return "passes" or "fails" by name.

    As for pytest, every error is a failure, not only an AssertionError.
    """
    given(test)
    names, found = list(functions), {}
    for place in order:
        name = names[int(place)]
        try:
            test(functions[name])
        except Exception:
            found[name] = FAILS
        else:
            found[name] = PASSES
    return found


def any_is(outcome: str, *names: str) -> Callable[..., bool]:
    """Return a test of a reply: whether one of these has this outcome."""
    return lambda reply, **_: any(reply[name] == outcome for name in names)
