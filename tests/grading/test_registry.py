"""Tests of where grading finds exercises."""

from collections.abc import Iterator
from importlib.metadata import EntryPoint

import pytest

from exercises import chapters
from grading import registry
from grading.exercise import Exercise


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    registry.chapters.cache_clear()
    yield
    registry.chapters.cache_clear()


def test_the_course_announces_its_exercises() -> None:
    found = registry.find_exercise("2.2")
    assert isinstance(found, Exercise)
    assert found.section.startswith("02_training#")
    assert found.solution is not None
    assert found.solution.source.startswith("# ANSWER 2.2")


@pytest.mark.parametrize("key", ["1.99", "99.1", "", "x"])
def test_an_unknown_key_is_named(key: str) -> None:
    with pytest.raises(KeyError, match=f"no exercise {key!r}"):
        registry.find_exercise(key)


def test_a_second_package_is_asked_too(monkeypatch: pytest.MonkeyPatch) -> None:
    group = registry.GROUP
    points = [
        EntryPoint("none", "builtins:tuple", group),
        EntryPoint("course", "exercises:chapters", group),
    ]
    monkeypatch.setattr(registry, "entry_points", lambda group: points)
    assert registry.chapters() == chapters()
