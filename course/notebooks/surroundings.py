"""What a notebook was run with: versions of packages, and the machine."""

import os
import platform
from importlib.metadata import version

PACKAGES = ("torch", "torchvision", "transformers", "scikit-learn", "numpy")


def surroundings() -> dict[str, str]:
    """Return what the numbers were made with: versions and machine."""
    made = {package: version(package) for package in PACKAGES}
    cores = f"{os.cpu_count()} cores, one thread a notebook"
    return {
        "python": platform.python_version(),
        **made,
        "machine": f"{platform.machine()}, {cores}",
    }
