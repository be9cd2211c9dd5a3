"""The entry to the maintainers' commands, and how their packages depend."""

import ast
import graphlib
import subprocess
import sys
from pathlib import Path

import pytest

from course.__main__ import COMMANDS, main, summary
from course.repository.root import REPOSITORY

FOLDER = REPOSITORY / "course"


def test_without_a_command_each_is_listed_with_a_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([]) == 0
    lines = capsys.readouterr().out.splitlines()[2:]
    assert [line.split()[0] for line in lines] == list(COMMANDS)
    assert all(summary(module) for module in COMMANDS.values())


def test_a_command_that_does_not_exist_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["runn"]) == 2
    assert "no such command: runn" in capsys.readouterr().err


def test_a_command_says_how_it_is_called() -> None:
    called = subprocess.run(
        [sys.executable, "-m", "course", "coverage", "--help"],
        cwd=REPOSITORY, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert called.stdout.startswith("usage: python -m course coverage")


def functions(path: Path) -> set[str]:
    """Return the names of the functions of a module."""
    tree = ast.parse(path.read_text("utf-8"))
    return {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}


def test_the_modules_with_a_main_are_the_commands() -> None:
    modules = {
        ".".join(path.relative_to(FOLDER).with_suffix("").parts)
        for path in FOLDER.rglob("[!_]*.py")
        if "main" in functions(path)
    }
    assert modules == set(COMMANDS.values())


def imported(path: Path) -> set[str]:
    """Return the modules of the package that a module imports."""
    found = set()
    for one in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(one, ast.ImportFrom) and one.module is not None:
            names = [f"{one.module}.{name.name}" for name in one.names]
            found |= {one.module, *names}
    return {name for name in found if name.startswith("course.")}


def test_no_package_depends_on_one_that_depends_on_it() -> None:
    needs: dict[str, set[str]] = {}
    for path in FOLDER.rglob("*.py"):
        package = path.relative_to(FOLDER).parts[0]
        others = {name.split(".")[1] for name in imported(path)}
        needs.setdefault(package, set()).update(others - {package})
    order = list(graphlib.TopologicalSorter(needs).static_order())
    assert order.index("repository") < order.index("notebooks")
