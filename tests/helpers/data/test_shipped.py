"""The shipped files are whole, and a file that is not is never used."""

import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from safetensors.torch import load_file
from torchvision.models import mobilenet_v2

from helpers.data import shipped as module
from helpers.data.errors import AssetError
from helpers.data.shipped import ASSETS, MANIFEST, manifest_entry, shipped_path
from helpers.data.tables import rodents

ENTRIES = tomllib.loads((ASSETS / MANIFEST).read_text(encoding="utf-8"))
BUDGET = 60_000_000


@pytest.mark.parametrize("name", ENTRIES)
def test_every_file_has_the_hash_of_the_manifest(name: str) -> None:
    path = shipped_path(name)
    assert path == ASSETS / ENTRIES[name]["file"]
    assert manifest_entry(name) == ENTRIES[name]


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=list(ENTRIES))
def test_every_file_says_where_it_is_from(entry: dict[str, Any]) -> None:
    for key in (
        "licence", "citation", "changes", "source", "source_file",
        "source_sha256", "source_members", "rebuild", "built_with",
    ):  # fmt: skip
        assert entry[key], key
    assert "rows" in entry or "shape" in entry


def test_the_folder_holds_what_the_manifest_names_and_stays_small() -> None:
    files = {path.name for path in ASSETS.iterdir()}
    assert files == {MANIFEST, *(entry["file"] for entry in ENTRIES.values())}
    assert sum(entry["bytes"] for entry in ENTRIES.values()) < BUDGET


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the loaders read a copy of the assets that a test may damage."""
    folder = tmp_path / "assets"
    folder.mkdir()
    for name in (MANIFEST, "rodents.parquet"):
        shutil.copy(ASSETS / name, folder)
    monkeypatch.setattr(module, "ASSETS", folder)
    return folder / "rodents.parquet"


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:1000])


def damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[5000] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("harm", "problem"),
    [
        (Path.unlink, "is missing"),
        (cut_short, "has 1,000 bytes instead of"),
        (damage, "is damaged: its SHA-256"),
    ],
)
@pytest.mark.parametrize("used_before", [False, True])
def test_a_bad_file_is_named_with_the_fix(
    copy: Path, harm: Callable[[Path], None], problem: str, used_before: bool
) -> None:
    if used_before:
        assert shipped_path("rodents") == copy
    harm(copy)
    with pytest.raises(AssetError) as raised:
        rodents()
    message = str(raised.value)
    assert message.startswith(f"{copy} {problem}")
    assert "git checkout -- src/helpers/assets/rodents.parquet" in message
    assert "install the course's package again" in message
    assert "python -m course assets rodents" in message


def test_a_mended_file_is_used_again(copy: Path) -> None:
    good = copy.read_bytes()
    damage(copy)
    with pytest.raises(AssetError):
        rodents()
    copy.write_bytes(good)
    assert len(rodents()["train"]) > 0


def test_an_unknown_name_is_told_with_the_known_ones() -> None:
    known = "adult, banking77, cifar10"
    with pytest.raises(AssetError, match=rf"no asset 'mnist'.*{known}"):
        shipped_path("mnist")


@pytest.mark.parametrize("text", [None, "[adult", b"\xff"])
def test_a_bad_manifest_is_an_error_too(
    copy: Path, text: str | bytes | None
) -> None:
    path = copy.with_name(MANIFEST)
    path.unlink()
    if text is not None:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(AssetError, match=r"cannot be read.*git checkout"):
        shipped_path("adult")


def test_the_weights_fit_torchvisions_network_name_by_name() -> None:
    model = mobilenet_v2()
    model.load_state_dict(load_file(shipped_path("mobilenet_v2")), strict=True)
    assert all(weight.isfinite().all() for weight in model.parameters())
