"""The solved exercises of each chapter, for the tests of the graders.

A solution runs once a chapter; a wrong answer takes the place of a right one
in a copy of its names.
"""

import importlib
from functools import cache
from pathlib import Path
from typing import Any

import nbformat

from exercises import find_exercise
from grading.cell_splitting import ANSWER
from grading.judging import describe_error, draw_questions, replies_of, verdict
from grading.merging import CHECK

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
PATHS = {
    path.name[:2]: path
    for path in sorted((NOTEBOOKS / "solutions").glob("[0-9]*_solution.ipynb"))
}
Wrong = tuple[str, str, str, str]
"""Key, name of the mistake, code of the solution, what takes its place."""


@cache
def cells(chapter: str) -> list[Any]:
    """Return the cells of a solution."""
    return list(nbformat.read(PATHS[chapter], as_version=4).cells)


def code_cells(chapter: str) -> list[Any]:
    """Return the cells with code that are no checks."""
    return [
        cell
        for cell in cells(chapter)
        if cell.cell_type == "code" and not CHECK.search(cell.source)
    ]


@cache
def answers(chapter: str) -> dict[str, Any]:
    """Return the answer cells by key."""
    found = {}
    for cell in code_cells(chapter):
        key = ANSWER.search(cell.source)
        if key:
            found[key[1]] = cell
    return found


@cache
def names(chapter: str) -> dict[str, str]:
    """Return the name that the check of each key asks for."""
    sources = "\n".join(cell.source for cell in cells(chapter))
    return dict(CHECK.findall(sources))


def keys() -> list[str]:
    """Return the keys of all exercises."""
    return [key for chapter in PATHS for key in answers(chapter)]


def wrong_answers() -> list[Wrong]:
    """Return the wrong answers of all chapters."""
    return [wrong for module in _modules() for wrong in module.WRONG]


def untrained() -> dict[str, tuple[str, str, set[str]]]:
    """Return, by key, how a training is cut short: code, and shorter code.

    That is done to answers with these mistakes, which show without training.
    """
    found = [getattr(module, "UNTRAINED", {}) for module in _modules()]
    return {key: cut for cuts in found for key, cut in cuts.items()}


def _modules() -> list[Any]:
    return [importlib.import_module(f"wrong_{n}") for n in PATHS]


def chapter_of(key: str) -> str:
    """Return the two digits of an exercise's chapter."""
    return f"{int(key.partition('.')[0]):02}"


@cache
def _solved(chapter: str) -> dict[str, Any]:
    space: dict[str, Any] = {}
    for cell in code_cells(chapter):
        exec(cell.source, space)
    return space


def complaint(key: str, code: str, seed: int = 7) -> str | None:
    """Return what the grader says when `code` is the answer."""
    chapter = chapter_of(key)
    space = dict(_solved(chapter))
    exercise = find_exercise(key)
    questions = draw_questions(exercise, seed)
    try:
        exec(code, space)
        answer = space[names(chapter)[key]]
        replies = replies_of(exercise, answer, questions)
    except Exception as error:
        return describe_error(error)
    return verdict(exercise, questions, replies)
