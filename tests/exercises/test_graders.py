"""The graders: right answers pass, stubs and likely mistakes do not."""

from pathlib import Path

import pytest
from solved import (
    CHAPTERS,
    PROJECTS,
    chapter_of,
    complaint,
    exercise_of,
    keys,
    solution_of,
    wrong_answers,
)

from course.prose.coverage import slug
from grading.cell_splitting import ANSWER
from grading.chapters import Chapter

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
KEYS = keys()
WRONG = wrong_answers()


def of_a_chapter(
    key: str, *more: str, name: str | None = None
) -> pytest.ParameterSet:
    """Return parameters of a test that runs with others of its chapter.

    They share what the chapter's solution made. `pytest -k cnn` selects them.
    """
    chapter = chapter_of(key).name
    marks = [pytest.mark.xdist_group(f"exercises {chapter}")]
    if key in PROJECTS:
        marks.append(pytest.mark.heavy)
    return pytest.param(key, *more, id=f"{chapter}-{name or key}", marks=marks)


each_key = pytest.mark.parametrize("key", [of_a_chapter(key) for key in KEYS])
each_chapter = pytest.mark.parametrize(
    "chapter", [pytest.param(one, id=one.name) for one in CHAPTERS]
)


@each_key
def test_the_solution_passes(key: str) -> None:
    source = solution_of(key).source
    for seed in (7,) if key in PROJECTS else range(3):
        assert complaint(key, source, seed) is None


@pytest.mark.slow
@pytest.mark.parametrize("key", PROJECTS)
@pytest.mark.parametrize("seed", range(3))
def test_a_project_passes_whatever_is_drawn(key: str, seed: int) -> None:
    assert complaint(key, solution_of(key).source, seed) is None


@each_key
def test_the_stub_is_told_in_words(key: str) -> None:
    stub = next(
        cell.source
        for cell in chapter_of(key).release.cells
        if (answer := ANSWER.search(cell.source)) and answer[1] == key
    )
    said = complaint(key, stub)
    assert said is not None
    assert "it raises" not in said


@pytest.mark.parametrize(
    ("key", "says", "code"),
    [
        of_a_chapter(*one, name=f"{one[0]}-{one[1][:40]}-{n}")
        for n, one in enumerate(WRONG)
    ],
)
def test_a_wrong_answer_gets_its_own_message(
    key: str, says: str, code: str
) -> None:
    assert complaint(key, code) == says


@each_key
def test_three_wrong_answers_at_least(key: str) -> None:
    assert len({says for one, says, _ in WRONG if one == key}) >= 3


@each_key
def test_no_hint_shows_the_answer(key: str) -> None:
    exercise = exercise_of(key)
    source = solution_of(key).source
    lines = [line.strip() for line in source.splitlines()[2:]]
    for text in (*exercise.hints, *(m.says for m in exercise.mistakes)):
        assert not any(line in text for line in lines if len(line) > 3)


@each_key
def test_the_hint_leads_to_a_section(key: str) -> None:
    name, _, anchor = exercise_of(key).section.partition("#")
    text = (NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8")
    headings = [
        line.strip(' ",\n').removesuffix("\\n").lstrip("#").strip()
        for line in text.splitlines()
        if line.strip().startswith('"#')
    ]
    assert anchor in [slug(heading) for heading in headings]


@each_chapter
def test_six_exercises_that_say_what_they_are_for(chapter: Chapter) -> None:
    assert len(chapter.exercises) >= 6
    for key in chapter.exercises:
        says = next(
            cell.source
            for cell in chapter.solutions.cells
            if cell.source.startswith(f"## {key} ")
        )
        for word in ("**Objective:**", "**Time:**", "**Difficulty:**"):
            assert word in says
