"""The commands: what the README says that they run is what they run."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8").replace("\\\n", " ")
README = (ROOT / "README.md").read_text("utf-8")
TABLE = README.partition("<!-- commands -->")[2].partition("<!-- /comm")[0]
ROWS = dict(re.findall(r"^\| `make ([\w-]+)` \| .+ \| (.+) \|$", TABLE, re.M))
TARGETS = re.findall(r"^\.PHONY: (.+)", MAKEFILE, re.M)[0].split()


def recipe(target: str) -> str:
    """Return the lines below a target, each with single spaces."""
    found = re.search(rf"^{target}:.*\n((?:\t.+\n)*)", MAKEFILE, re.M)
    assert found is not None
    lines = found[1].replace("$(PORT)", "8000").splitlines()
    return "\n".join(" ".join(line.split()) for line in lines)


def test_the_table_has_every_command() -> None:
    assert set(ROWS) == set(TARGETS) - {"help"}
    told = " ".join(re.findall(r'^\t@echo "(make .+)"', MAKEFILE, re.M))
    assert set(re.findall(r"make ([\w-]+)", told)) == set(ROWS)


@pytest.mark.parametrize("target", ROWS)
def test_the_same_by_hand_is_what_make_runs(target: str) -> None:
    runs = recipe(target)
    for command in re.findall(r"`([^`]+)`", ROWS[target]):
        assert command in runs
