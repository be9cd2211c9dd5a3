"""A machine like Colab's: PyTorch is there, the course is not.

It is an environment that sees every installed package but the course's own,
a git remote in place of the public one, and an empty folder.
"""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from packaging.requirements import Requirement

from output_comparison.kernel_environment import kernel_environment

COURSE = "pytorch_across_domains"
BUILDER = "hatchling"  # pip fetches it to build the course's package
# Colab's kernels load this module before the first cell runs.
FAKE_COLAB = (
    "import sys, types; "
    "sys.modules['google.colab'] = types.ModuleType('google.colab')"
)
RUN = "from nbclient.cli import main; main()"


@dataclass(frozen=True)
class ColabMachine:
    """A Python of its own, and the variables that its processes get.

    Attributes
    ----------
    folder
        Where notebooks are opened; empty at first.
    python
        The interpreter.
    settings
        All environment variables of a process.
    """

    folder: Path
    python: Path
    settings: dict[str, str]

    def call(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the machine's Python in its folder."""
        return subprocess.run(
            [str(self.python), *arguments],
            cwd=self.folder,
            env=self.settings,
            capture_output=True,
            text=True,
            timeout=900,
        )

    def run(self, notebook: Path) -> NotebookNode:
        """Bring a notebook's file, and nothing else, and run all its cells."""
        brought = self.folder / notebook.name
        brought.write_bytes(notebook.read_bytes())
        done = self.call("-c", RUN, "--inplace", "--timeout=480", notebook.name)
        ran: NotebookNode = nbformat.read(brought, as_version=4)
        assert done.returncode == 0, f"{set_up_output(ran)}\n{done.stderr}"
        return ran

    def installed(self) -> set[str]:
        """Name the packages that were installed on top of what was there."""
        listed = self.call("-m", "pip", "list", "--local", "--format=json")
        assert listed.returncode == 0, listed.stderr
        return {package["name"] for package in json.loads(listed.stdout)}


def set_up_output(notebook: NotebookNode) -> str:
    """Return what the cell that installs the course printed."""
    (cell,) = (one for one in notebook.cells if one.get("id") == "colab")
    return "".join(output.get("text", "") for output in cell.outputs)


def make_machine(place: Path, remote: Path, address: str) -> ColabMachine:
    """Make a machine in the empty folder `place`.

    Parameters
    ----------
    place
        Where all files of the machine go.
    remote
        The git repository that answers for the public one.
    address
        The public address of the course.
    """
    environment, folder = place / "python", place / "content"
    folder.mkdir()
    _call(sys.executable, "-m", "venv", "--without-pip", str(environment))
    python = environment / "bin" / "python"
    paths = {"base": str(environment), "platbase": str(environment)}
    own = Path(sysconfig.get_path("purelib", "venv", paths))
    packages = place / "site-packages"  # dill knows libraries by this name
    _link_packages(packages)
    (own / "packages.pth").write_text(f"{packages}\n")
    (own / "colab.pth").write_text(FAKE_COLAB + "\n")
    _pack_wheels(place / "wheels")
    kept = {"HOME", "PATH", "COURSE_CACHE", "XDG_CACHE_HOME"}
    settings = kernel_environment(
        {name: value for name, value in os.environ.items() if name in kept}
        | {
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_FIND_LINKS": str(place / "wheels"),
            "PIP_NO_INDEX": "1",
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": f"url.{remote.as_uri()}.insteadOf",
            "GIT_CONFIG_VALUE_0": address,
        }
    )
    return ColabMachine(folder, python, settings)


def make_remote(work_tree: Path, remote: Path) -> None:
    """Commit the files of the course, as they are now, to a new repository.

    What git would ignore is left out, so that a forgotten file is missed.
    """
    git = ["git", "-c", "user.name=test", "-c", "user.email=test@localhost"]
    here = [*git, f"--git-dir={remote}", f"--work-tree={work_tree}"]
    _call(*git, "init", "--quiet", "--bare", "-b", "main", str(remote))
    _call(*here, "add", "--all", ".")
    _call(*here, "commit", "--quiet", "--message", "The course")


def _link_packages(folder: Path) -> None:
    """Link to everything that is installed here, but not to the course."""
    folder.mkdir()
    installed = Path(sysconfig.get_path("purelib"))
    for entry in installed.iterdir():
        if COURSE not in entry.name and entry.suffix != ".pth":
            (folder / entry.name).symlink_to(entry)


def _pack_wheels(folder: Path) -> None:
    """Make wheels of the installed build tools: no network is needed."""
    folder.mkdir()
    for name in _with_needs(BUILDER):
        package = distribution(name)
        stem = f"{name.replace('-', '_')}-{package.version}"
        wheel = folder / f"{stem}-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            for file in package.files or []:
                if ".." not in file.parts and "__pycache__" not in file.parts:
                    archive.write(str(file.locate()), str(file))


def _with_needs(name: str) -> set[str]:
    """Name a package and all that it needs, directly or not."""
    needs = map(Requirement, distribution(name).requires or [])
    return {name}.union(
        *(
            _with_needs(need.name)
            for need in needs
            if need.marker is None or need.marker.evaluate({"extra": ""})
        )
    )


def _call(*command: str) -> None:
    subprocess.run(command, check=True)
