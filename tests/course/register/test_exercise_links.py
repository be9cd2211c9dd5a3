"""Sections of chapters link to their exercises."""

from pathlib import Path

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.register.exercise_links import Exercises

ROOT = Path("/course")
CHAPTER = ROOT / "notebooks" / "one.ipynb"
PAGE = ROOT / "book" / "exercises" / "one" / "half.md"
EXERCISES = Exercises(
    ROOT,
    {("one", "loop"): [(PAGE, "1.1 Half")], ("two", "loop"): [(PAGE, "2.2")]},
    frozenset({"one"}),
)
BLOCK = (
    "\n\n<!-- exercises -->\n\n"
    "**Exercises:** [1.1 Half](../book/exercises/one/half.md)\n\n"
    "<!-- /exercises -->"
)
NOTEBOOK = new_notebook(
    cells=[
        new_markdown_cell("# One\n\n## Loop"),
        new_code_cell("1"),
        new_markdown_cell("### Within"),
        new_code_cell("2"),
        new_markdown_cell("That is it."),
        new_markdown_cell("## Next"),
    ]
)
TEXTS = ["# One\n\n## Loop", "### Within", "That is it.", "## Next"]


def test_they_stand_at_the_end_of_a_section() -> None:
    new = EXERCISES.at_sections(CHAPTER, NOTEBOOK, TEXTS)
    assert new == [*TEXTS[:2], TEXTS[2] + BLOCK, TEXTS[3]]


def test_they_move_with_the_section_and_go_with_the_exercise() -> None:
    old = [TEXTS[0] + BLOCK, *TEXTS[1:]]
    new = EXERCISES.at_sections(CHAPTER, NOTEBOOK, old)
    assert EXERCISES.at_sections(CHAPTER, NOTEBOOK, new) == new
    none = Exercises(ROOT, {}, frozenset())
    assert none.at_sections(CHAPTER, NOTEBOOK, new) == TEXTS


def test_a_notebook_of_exercises_that_is_named_becomes_a_link() -> None:
    named = "Exercises: `notebooks/exercises/one_exercise.ipynb`, with checks"
    linked = (
        "Exercises: [`notebooks/exercises/one_exercise.ipynb`]"
        "(../book/exercises/one.md), with checks"
    )
    assert EXERCISES.with_links(CHAPTER, named) == linked
    assert EXERCISES.with_links(CHAPTER, linked) == linked
    other = named.replace("one", "other")
    assert EXERCISES.with_links(CHAPTER, other) == other
