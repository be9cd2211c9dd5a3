"""What every test runs under: no network, one thread, no window, the CPU.

A test that passes here passes on a machine without a screen, GPU or network.
"""

import os

import matplotlib as mpl
import torch
from hypothesis import settings
from pytest_socket import socket_allow_hosts

pytest_plugins = ["pytester"]

mpl.use("Agg")
os.environ["COURSE_DEVICE"] = "cpu"
os.environ["PIP_NO_INDEX"] = "1"  # pip's process has sockets of its own
torch.set_num_threads(1)
# The same examples in every run, and no folder of remembered failures.
settings.register_profile(
    "course", derandomize=True, database=None, deadline=None, max_examples=40
)
settings.load_profile("course")


def pytest_runtest_setup() -> None:
    """Block every connection that leaves this machine."""
    socket_allow_hosts(["127.0.0.1", "localhost"], allow_unix_socket=True)
