"""The graders: right answers pass, stubs and likely mistakes do not."""

import pytest
from solved import (
    NOTEBOOKS,
    PATHS,
    answers,
    cells,
    chapter_of,
    complaint,
    keys,
    names,
    untrained,
    wrong_answers,
)

from course.prose.coverage import slug
from exercises import find_exercise

KEYS = keys()
PROJECTS = [list(answers(chapter))[-1] for chapter in PATHS]
"""The exercise of each chapter that trains a model, or measures one."""

WRONG, UNTRAINED = wrong_answers(), untrained()


def of_a_chapter(
    key: str, *more: str, name: str | None = None
) -> pytest.ParameterSet:
    """Return parameters of a test that runs with others of its chapter.

    They share what the chapter's solution made.
    """
    marks = [pytest.mark.xdist_group(f"exercises {chapter_of(key)}")]
    if key in PROJECTS:
        marks.append(pytest.mark.heavy)
    return pytest.param(key, *more, id=name or key, marks=marks)


each_key = pytest.mark.parametrize("key", [of_a_chapter(key) for key in KEYS])


@each_key
def test_the_solution_passes(key: str) -> None:
    source = answers(chapter_of(key))[key].source
    for seed in (7,) if key in PROJECTS else range(3):
        assert complaint(key, source, seed) is None


@pytest.mark.slow
@pytest.mark.parametrize("key", PROJECTS)
@pytest.mark.parametrize("seed", range(3))
def test_a_project_passes_whatever_is_drawn(key: str, seed: int) -> None:
    source = answers(chapter_of(key))[key].source
    assert complaint(key, source, seed) is None


@each_key
def test_the_stub_is_told_in_words(key: str) -> None:
    stub = answers(chapter_of(key))[key].metadata["stub"]
    found = complaint(key, stub)
    assert found is not None
    assert "it raises" not in found


@pytest.mark.parametrize(
    ("key", "mistake", "right", "wrong"),
    [
        of_a_chapter(key, name, *code, name=f"{key}-{name}-{n}")
        for n, (key, name, *code) in enumerate(WRONG)
    ],
)
def test_a_wrong_answer_gets_its_own_message(
    key: str, mistake: str, right: str, wrong: str
) -> None:
    source = answers(chapter_of(key))[key].source
    assert right in source
    code = source.replace(right, wrong)
    training, shorter, visible = UNTRAINED.get(key, ("", "", set()))
    if mistake in visible:
        assert training in code
        code = code.replace(training, shorter)
    says = {one.name: one.says for one in find_exercise(key).mistakes}
    assert complaint(key, code) == says[mistake]


@each_key
def test_three_wrong_answers_at_least(key: str) -> None:
    assert len({name for one, name, *_ in WRONG if one == key}) >= 3


@each_key
def test_no_hint_shows_the_answer(key: str) -> None:
    exercise = find_exercise(key)
    source = answers(chapter_of(key))[key].source
    lines = [line.strip() for line in source.splitlines()[2:]]
    for text in (*exercise.hints, *(m.says for m in exercise.mistakes)):
        assert not any(line in text for line in lines if len(line) > 3)


@each_key
def test_the_hint_leads_to_a_section(key: str) -> None:
    name, _, anchor = find_exercise(key).section.partition("#")
    text = (NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8")
    headings = [
        line.strip(' ",\n').removesuffix("\\n").lstrip("#").strip()
        for line in text.splitlines()
        if line.strip().startswith('"#')
    ]
    assert anchor in [slug(heading) for heading in headings]


@pytest.mark.parametrize("chapter", PATHS)
def test_six_exercises_that_say_what_they_are_for(chapter: str) -> None:
    assert len(answers(chapter)) >= 6
    assert list(names(chapter)) == list(answers(chapter))
    for key in answers(chapter):
        says = next(
            cell.source
            for cell in cells(chapter)
            if cell.source.startswith(f"## {key} ")
        )
        for word in ("**Objective:**", "**Time:**", "**Difficulty:**"):
            assert word in says
