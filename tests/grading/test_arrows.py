"""Which package knows of which: grading of no content, and no circles."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"
PUBLIC = {"output_comparison.kernel_environment"}
"""What grading may use of the comparison of outputs."""


def imports(path: Path) -> Iterator[str]:
    """Yield the modules that a file imports, in functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize(
    ("package", "others"),
    [
        ("grading", ("exercises", "helpers", "course", "output_comparison")),
        ("output_comparison", ("exercises", "helpers", "course", "grading")),
    ],
)
def test_arrows_run_one_way(package: str, others: tuple[str, ...]) -> None:
    found = {
        name
        for path in (SOURCE / package).rglob("*.py")
        for name in imports(path)
        if name.partition(".")[0] in others
    }
    assert found <= PUBLIC


def test_no_module_of_grading_needs_itself() -> None:
    needs = {
        f"grading.{path.stem}": set(imports(path))
        for path in (SOURCE / "grading").glob("[!_]*.py")
    }
    while needs:
        free = {name for name, of in needs.items() if not of & needs.keys()}
        assert free, f"a circle among {sorted(needs)}"
        needs = {name: of for name, of in needs.items() if name not in free}
