"""The right answer to an exercise, and wrong ones made of it.

The code is that of the notebook of solutions, which comes with the package:
the judge may run it.
"""

import contextlib
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any


@dataclass(frozen=True)
class Solution:
    """The right answer to one exercise.

    Attributes
    ----------
    before
        Code cells of the notebook that stand before it, without checks.
    source
        The answer's own cell.
    name
        What the check asks for, a name that the cell defines.
    """

    before: tuple[str, ...]
    source: str
    name: str

    def edited(self, edit: tuple[str, ...]) -> str:
        """Return the answer's code with pieces of it replaced.

        Parameters
        ----------
        edit
            A piece and what takes its place, and so on.

        Raises
        ------
        ValueError
            If a piece is not in the code.
        """
        code = self.source
        for old, new in zip(edit[::2], edit[1::2], strict=True):
            if old not in code:
                raise ValueError(f"the solution does not contain {old!r}")
            code = code.replace(old, new)
        return code

    def answer(self, code: str) -> Any:
        """Run code in the place of the right answer; return what it made."""
        with quiet():
            names = dict(_names_after(self.before))
            exec(code, names)
            return names[self.name]


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Let nothing be printed, and no warnings be shown."""
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        yield


@cache
def _names_after(cells: tuple[str, ...]) -> dict[str, Any]:
    """Run cells one after the other, each of them once in a process."""
    if not cells:
        return {}
    names = dict(_names_after(cells[:-1]))
    exec(cells[-1], names)
    return names
