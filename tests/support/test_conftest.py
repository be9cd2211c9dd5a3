"""What the tests run under: no network, one thread, no window."""

import socket

import matplotlib as mpl
import pytest
import torch
from pytest_socket import SocketConnectBlockedError


@pytest.mark.filterwarnings("ignore:A test tried to use socket")
def test_a_connection_that_leaves_the_machine_is_refused() -> None:
    documentation_only = ("192.0.2.1", 80)
    with pytest.raises(SocketConnectBlockedError):
        socket.create_connection(documentation_only, timeout=1)


def test_a_connection_within_the_machine_is_allowed() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=1) as ours,
    ):
        assert ours.getpeername() == server.getsockname()


def test_computing_takes_one_thread_and_no_window() -> None:
    assert torch.get_num_threads() == 1
    assert mpl.get_backend().lower() == "agg"
