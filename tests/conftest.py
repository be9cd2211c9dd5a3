"""What every test runs under: no network, one thread, no window, the CPU.

A test that passes here passes on a machine without a screen, GPU or network.
"""

import gc
import os

import pytest
from hypothesis import settings
from pytest_socket import socket_allow_hosts

pytest_plugins = ["kill_rate", "xdist_groups"]

# Imports and the collection of thousands of tests leave next to no garbage.
gc.disable()

# Read when PyTorch is imported, by this process or by one that a test starts.
# It is not imported here: the process that only hands out tests needs none.
os.environ["OMP_NUM_THREADS"] = "1"
os.environ["MPLBACKEND"] = "Agg"
os.environ["COURSE_DEVICE"] = "cpu"
os.environ["PIP_NO_INDEX"] = "1"  # pip's process has sockets of its own
# The same examples in every run, and no folder of remembered failures.
settings.register_profile(
    "course", derandomize=True, database=None, deadline=None, max_examples=40
)
settings.load_profile("course")


def pytest_runtest_setup() -> None:
    """Block every connection that leaves this machine."""
    socket_allow_hosts(["127.0.0.1", "localhost"], allow_unix_socket=True)


def pytest_collection_finish() -> None:
    """Look for garbage again, but not among all that is there by now.

    A million objects of the imported libraries would otherwise be gone through
    again and again.
    """
    gc.freeze()
    gc.enable()


def pytest_unconfigure() -> None:
    """Leave what is there to the end of the process, which tidies up.

    Libraries whose functions are still alive then print a page about leaks.
    """
    gc.unfreeze()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep tests of a file in one process, which makes its fixtures once.

    Unless the tests are marked to be split in other ways. Processes begin with
    what takes long, so that none goes on alone in the end.
    """
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=lambda item: item.get_closest_marker("heavy") is None)
