"""No right answer is refused: each exercise has others than its solution.

They lie in ``right_answers/CHAPTER.toml``, by exercise and by what is special
about them, and are judged as a learner's answer is.
"""

import tomllib
from pathlib import Path

import pytest
from solved import CHAPTERS, PROJECTS, complaint

FOLDER = Path(__file__).parent / "right_answers"
LEAST = 4
"""So many answers, at least, are written in other ways than the solution."""

Answers = dict[str, dict[str, str]]


def answers_of(chapter: str) -> Answers:
    """Return code by exercise and way; nothing if there is no such file."""
    path = FOLDER / f"{chapter}.toml"
    if not path.exists():
        return {}
    found: Answers = tomllib.loads(path.read_text(encoding="utf-8"))
    return found


RIGHT = [
    pytest.param(
        key,
        code,
        id=f"{chapter.name}-{key}-{way}",
        marks=pytest.mark.xdist_group(f"exercises {chapter.name}"),
    )
    for chapter in CHAPTERS
    for name, ways in answers_of(chapter.package.rpartition(".")[2]).items()
    for key in [
        one for one, other in chapter.exercises.items() if other == name
    ]
    for way, code in ways.items()
]


@pytest.mark.parametrize(("key", "code"), RIGHT)
def test_a_right_answer_passes(key: str, code: str) -> None:
    for seed in (7,) if key in PROJECTS else range(3):
        assert complaint(key, code, seed) is None


@pytest.mark.slow
@pytest.mark.parametrize(
    ("key", "code"), [one for one in RIGHT if one.values[0] in PROJECTS]
)
@pytest.mark.parametrize("seed", range(3))
def test_a_right_project_passes_whatever_is_drawn(
    key: str, code: str, seed: int
) -> None:
    assert complaint(key, code, seed) is None


@pytest.mark.parametrize("path", sorted(FOLDER.iterdir()), ids=lambda p: p.stem)
def test_every_exercise_of_the_table_has_four(path: Path) -> None:
    chapter = next(
        one for one in CHAPTERS if one.package.endswith(f".{path.stem}")
    )
    for name, ways in answers_of(path.stem).items():
        assert name in chapter.exercises.values()
        assert len(ways) >= LEAST
