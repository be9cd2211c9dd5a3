"""The tool that rebuilds the assets: agrees with the manifest, trusts no file.

The full rebuild needs the packages: ``python -m course assets --check``.
"""

import lzma
import pickle
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from course.assets import build
from course.assets.asset import Facts, sha256
from helpers.data import AssetError
from helpers.data.shipped import ASSETS, MANIFEST


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Replace the assets by one that copies a member of a small package."""
    package = tmp_path / "packages" / "rodents.whl"
    package.parent.mkdir()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("a/b.txt", "four")
    asset = build.ASSETS["rodents"]
    source = asset.source._replace(
        file=package.name, sha256=sha256(package.read_bytes())
    )

    def write(read: Any, path: Path) -> Facts:
        return {"rows": path.write_bytes(read("a/b.txt"))}

    small = asset._replace(source=source, write=write)
    monkeypatch.setattr(build, "ASSETS", {"rodents": small})
    (tmp_path / "assets").mkdir()
    monkeypatch.setattr(build, "FOLDER", tmp_path / "assets")
    return lambda *options: build.main(
        [*options, "--packages", str(package.parent)]
    )


def test_the_manifest_says_what_the_scripts_say() -> None:
    manifest = tomllib.loads((ASSETS / MANIFEST).read_text(encoding="utf-8"))
    assert set(manifest) == set(build.ASSETS)
    for name, asset in build.ASSETS.items():
        entry = manifest[name]
        for key in ("file", "licence", "citation", "changes"):
            assert entry[key] == getattr(asset, key), (name, key)
        assert entry["source_sha256"] == asset.source.sha256
        assert entry["source_members"] == ", ".join(asset.members)


def test_what_was_built_is_found_identical(
    fake: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fake() == 0
    assert (tmp_path / "assets" / "rodents.parquet").read_text() == "four"
    assert fake("--check") == 0
    assert "rodents: identical" in capsys.readouterr().out


@pytest.mark.parametrize("file", ["rodents.parquet", MANIFEST])
def test_a_change_is_found(
    fake: Any, tmp_path: Path, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    fake()
    path = tmp_path / "assets" / file
    path.write_text(path.read_text().replace("4", "5").replace("four", "five"))
    assert fake("--check") == 1
    assert "rodents: DIFFERENT" in capsys.readouterr().out


def test_another_package_is_refused_before_it_is_read(
    fake: Any, tmp_path: Path
) -> None:
    (tmp_path / "packages" / "rodents.whl").write_bytes(b"not this one")
    with pytest.raises(ValueError, match="is not the package"):
        fake()


def test_a_pickle_cannot_call_anything_but_what_makes_a_table(
    tmp_path: Path,
) -> None:
    packed = lzma.compress(pickle.dumps(Path.unlink))
    with pytest.raises(AssetError, match="which no table needs"):
        build.ASSETS["rodents"].write(lambda _: packed, tmp_path / "table")


def test_an_unknown_name_is_refused(
    fake: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        fake("mnist")
    assert "no such asset: ['mnist']" in capsys.readouterr().err
