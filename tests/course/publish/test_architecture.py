"""The rooms depend on one another as the architecture page draws it."""

import ast
import graphlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from course.publish.architecture import arrows, read_drawing
from course.publish.architecture import main as write_table
from course.repository.root import REPOSITORY

DRAWING = read_drawing(REPOSITORY)
FOLDERS = {one["name"]: REPOSITORY / one["folder"] for one in DRAWING["room"]}
HELPERS = FOLDERS["helpers"]

MOST_LINES = 250
MOST_CODE_LINES = 50


def sources(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield the Python of a folder: modules, and code cells of notebooks."""
    for path in sorted(folder.rglob("*.py")):
        yield path, path.read_text("utf-8")
    for path in sorted(folder.rglob("[!.]*.ipynb")):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                yield path, "".join(cell["source"])


def imported(source: str) -> Iterator[str]:
    """Yield the modules that some Python imports."""
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a cell with a line for the shell
        lines = source.splitlines()
        plain = [line for line in lines if line.lstrip()[:1] not in "!%"]
        tree = ast.parse("\n".join(plain))
    for one in ast.walk(tree):
        if isinstance(one, ast.Import):
            yield from (name.name for name in one.names)
        elif isinstance(one, ast.ImportFrom) and one.module and not one.level:
            yield one.module
            yield from (f"{one.module}.{name.name}" for name in one.names)


@cache
def imports_of_rooms() -> dict[str, set[str]]:
    """Return the rooms that the code of each room imports."""
    found = {}
    for room, folder in FOLDERS.items():
        names = {
            name.partition(".")[0]
            for path, source in sources(folder)
            if "release" not in path.parts
            for name in imported(source)
        }
        found[room] = (names & FOLDERS.keys()) - {room}
    return found


@cache
def imports_of_helpers() -> dict[Path, set[str]]:
    """Return what each file of ``helpers`` imports of it."""
    return {
        path: {name for name in imported(source) if name[:8] == "helpers."}
        for path, source in sources(HELPERS)
    }


@pytest.mark.parametrize("room", FOLDERS)
def test_an_arrow_is_an_import_and_an_import_an_arrow(room: str) -> None:
    assert imports_of_rooms()[room] == arrows(DRAWING)[room]


def test_rooms_depend_on_one_another_in_no_circle() -> None:
    graphlib.TopologicalSorter(imports_of_rooms()).prepare()


def test_parts_of_helpers_depend_on_one_another_in_no_circle() -> None:
    needs: dict[str, set[str]] = {}
    for path, names in imports_of_helpers().items():
        part = path.relative_to(HELPERS).parts[0].removesuffix(".py")
        others = {name.split(".")[1] for name in names} - {part}
        needs.setdefault(part, set()).update(others)
    graphlib.TopologicalSorter(needs).prepare()


def test_modules_of_helpers_depend_on_one_another_in_no_circle() -> None:
    module = {
        ".".join(path.relative_to(HELPERS.parent).with_suffix("").parts): names
        for path, names in imports_of_helpers().items()
        if path.name != "__init__.py"  # it only collects
    }
    needs = {name: others & module.keys() for name, others in module.items()}
    graphlib.TopologicalSorter(needs).prepare()


def test_the_table_follows_from_its_source() -> None:
    assert write_table(["--check"]) == 0


def test_a_table_that_drifted_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("drawings/architecture.toml", "architecture.md"):
        path = tmp_path / "book" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((REPOSITORY / "book" / name).read_text("utf-8"))
    root = ["--root", str(tmp_path)]
    source = tmp_path / "book" / "drawings" / "architecture.toml"
    source.write_text(source.read_text("utf-8").replace("glossary", "words"))
    assert write_table([*root, "--check"]) == 1
    assert "architecture.md has drifted; run" in capsys.readouterr().err
    assert write_table(root) == 0
    assert write_table([*root, "--check"]) == 0


def test_files_of_helpers_are_short() -> None:
    long = [
        path.relative_to(HELPERS).as_posix()
        for path, source in sources(HELPERS)
        if source.count("\n") > MOST_LINES
    ]
    assert long == []


def test_functions_of_helpers_are_short() -> None:
    long = [
        f"{path.relative_to(HELPERS)}: {one.name}"
        for path, source in sources(HELPERS)
        for one in ast.walk(ast.parse(source))
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
        if _code_lines(one) > MOST_CODE_LINES
    ]
    assert long == []


def _code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how long a function is without its docstring."""
    lines = (function.end_lineno or 0) - function.lineno + 1
    words = ast.get_docstring(function, clean=False)
    return lines - (words.count("\n") + 1 if words else 0)
