"""What is installed: pinned once, and the same by every way in."""

import re
import tomllib
from pathlib import Path

import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PINS = [
    Requirement(line)
    for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()
]


def named_in_pyproject() -> list[Requirement]:
    lists = [
        PROJECT["project"]["dependencies"],
        *PROJECT["project"]["optional-dependencies"].values(),
        *PROJECT["dependency-groups"].values(),
    ]
    return [Requirement(line) for lines in lists for line in lines]


def pinned(name: str) -> list[str]:
    """Return the versions of a package, one for each kind of machine."""
    pins = [pin for pin in PINS if pin.name == name.lower()]
    return [next(iter(pin.specifier)).version for pin in pins]


def test_every_pin_is_one_version_without_an_address() -> None:
    loose = [
        str(pin)
        for pin in PINS
        if pin.url or not re.fullmatch(r"==[^*,]+", str(pin.specifier))
    ]
    assert loose == []


def test_what_the_project_names_is_pinned_within_its_bounds() -> None:
    outside = [
        str(wanted)
        for wanted in named_in_pyproject()
        if not pinned(wanted.name)
        or not all(map(wanted.specifier.contains, pinned(wanted.name)))
    ]
    assert outside == []


def test_conda_installs_the_same_pins() -> None:
    text = (ROOT / "environment.yml").read_text("utf-8")
    *conda, pip = yaml.safe_load(text)["dependencies"]
    assert {line.split("=")[0].split(">")[0] for line in conda} == {
        "python",
        "pip",
    }
    assert "-c constraints.txt" in " ".join(pip["pip"])


def test_the_public_address_is_the_same_everywhere() -> None:
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    address = config["repository"]["url"]
    for notebook in (ROOT / "notebooks").glob("*.ipynb"):
        assert f"git+{address}" in notebook.read_text("utf-8")
