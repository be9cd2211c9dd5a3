"""Chapters of exercises: a notebook of solutions, and a module an exercise.

The notebook says in which order exercises come and what their numbers are.
The cells of an exercise are called after it, ``mean-answer`` and
``mean-check``, and so is its module, ``mean.py``, in the folder of the
chapter.
"""

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import import_module
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from grading.cell_splitting import ANSWER
from grading.exercise import Exercise
from grading.merging import CHECK
from grading.solution import Solution

_NAME = re.compile(r"((?:\d+[a-z]?_)?(\w+))_solution\.ipynb", re.ASCII)


@dataclass(frozen=True)
class Chapter:
    """The exercises of one chapter.

    Attributes
    ----------
    name
        The chapter's notebook, such as ``"02_training"``.
    package
        Where its exercises are, such as ``"exercises.training"``.
    path
        The notebook of solutions.
    """

    name: str
    package: str
    path: Path

    @cached_property
    def solutions(self) -> NotebookNode:
        """The notebook of solutions."""
        text = self.path.read_text(encoding="utf-8")
        notebook: NotebookNode = nbformat.v4.reads(text)  # without validation
        return notebook

    @cached_property
    def release(self) -> NotebookNode:
        """The notebook as learners get it."""
        return make_stub(self.solutions)

    @cached_property
    def exercises(self) -> Mapping[str, str]:
        """The names of the exercises by their numbers, in order."""
        found = {}
        for cell in self.solutions.cells:
            check = CHECK.search(cell.source)
            if cell.cell_type == "code" and check:
                name = cell.id.removesuffix("-check").replace("-", "_")
                found[check[1]] = name
        return found

    def find(self, key: str) -> Exercise:
        """Return the exercise with a number such as ``"1.2"``.

        Raises
        ------
        KeyError
            If the chapter has none.
        ModuleNotFoundError
            If there is no module for it.
        """
        name = self.exercises[key]
        made: Exercise = import_module(f"{self.package}.{name}").EXERCISE
        section = made.section
        if "#" not in section:
            section = f"{self.name}#{section}"
        return replace(made, section=section, solution=self.solution(key))

    def solution(self, key: str) -> Solution:
        """Return the right answer to an exercise."""
        before: list[str] = []
        source = ""
        for cell in self.solutions.cells:
            if cell.cell_type != "code":
                continue
            answer, check = (p.search(cell.source) for p in (ANSWER, CHECK))
            if check and check[1] == key:
                return Solution(tuple(before), source, check[2])
            if answer and answer[1] == key:
                source = cell.source
            elif not check:
                before.append(cell.source)
        raise KeyError(key)


def find_chapters(package: str, folder: Path) -> tuple[Chapter, ...]:
    """Return the chapters whose solutions lie in a folder, by their names.

    Parameters
    ----------
    package
        The package that has a folder for each.
    folder
        The notebooks, such as ``02_training_solution.ipynb``.
    """
    names = (_NAME.fullmatch(path.name) for path in sorted(folder.iterdir()))
    return tuple(
        Chapter(name[1], f"{package}.{name[2]}", folder / name[0])
        for name in names
        if name
    )


def make_stub(solution: NotebookNode) -> NotebookNode:
    """Return a solution without outputs and with stubs for its answers.

    An answer cell carries, as the metadata ``stub``, what learners get in its
    place.

    Raises
    ------
    ValueError
        If an answer cell has no stub.
    """
    stub = deepcopy(solution)
    for cell in stub.cells:
        if cell.cell_type != "code":
            continue
        cell.outputs, cell.execution_count = [], None
        if ANSWER.match(cell.source):
            if "stub" not in cell.metadata:
                raise ValueError(f"the cell {cell.id} has no stub")
            first = cell.source.partition("\n")[0]
            cell.source = f"{first}\n{cell.metadata.pop('stub')}"
    return stub
