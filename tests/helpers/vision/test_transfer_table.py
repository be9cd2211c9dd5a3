"""The chapter on transfer shows what the benchmark stored."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import nbformat
import pytest

FILE = Path(__file__).parents[3] / "benchmarks" / "transfer_table.py"
RUN = {"lr": 3e-4, "trained": 1234, "front": 20.0, "training": 40.0}


@pytest.fixture(name="program", scope="module")
def _program() -> ModuleType:
    spec = importlib.util.spec_from_file_location("transfer_table", FILE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_chapter_shows_the_stored_results(program: ModuleType) -> None:
    lines = program.table(json.loads(program.RESULTS.read_text("utf-8")))
    notebook = nbformat.read(program.NOTEBOOK, as_version=4)
    (cell,) = (c for c in notebook.cells if program.BEGIN in c.source)
    assert program.put(cell.source, lines) == cell.source


def test_a_row_holds_the_mean_over_seeds(program: ModuleType) -> None:
    runs = {
        f"resnet18/tuned/{seed}": {**RUN, "test": test}
        for seed, test in enumerate((0.86, 0.88))
    }
    runs["resnet18/tuned/search/0.0003"] = {**RUN, "validation": 0.9}
    (row,) = program.table(runs)[2:]
    for cell in ("ResNet-18", "0.0003", "1,234", ">2<", "87.0 [", ">60<"):
        assert cell in row


def test_the_interval_is_students(program: ModuleType) -> None:
    low, high = program.interval([1.0, 2.0, 3.0])
    assert (low, high) == pytest.approx((-0.484, 4.484), abs=1e-3)
