"""Tests of where grading finds exercises."""

from importlib.metadata import EntryPoint

import pytest

from grading import registry


def test_the_course_announces_its_exercises() -> None:
    assert registry.find_exercise("1.2").key == "1.2"


@pytest.mark.parametrize("key", ["1.99", "99.1", "", "x"])
def test_an_unknown_key_is_named(key: str) -> None:
    with pytest.raises(KeyError, match=f"no exercise {key!r}"):
        registry.find_exercise(key)


def test_a_second_package_is_asked_too(monkeypatch: pytest.MonkeyPatch) -> None:
    group = registry.GROUP
    points = [
        EntryPoint("course", "exercises:find_exercise", group),
        EntryPoint("more", "builtins:str.upper", group),
    ]
    monkeypatch.setattr(registry, "entry_points", lambda group: points)
    registry._finders.cache_clear()
    assert str(registry.find_exercise("extra")) == "EXTRA"
    registry._finders.cache_clear()
