"""Runs a service in the background of a notebook or a test.

It listens on a port of this machine only, and stops with the ``with`` block.
"""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

PATIENCE = 30.0  # seconds until a service must have started


@contextmanager
def running(service: FastAPI, port: int = 0) -> Iterator[str]:
    """Start a service; yield its address, such as ``http://127.0.0.1:8000``.

    Parameters
    ----------
    service
        What :func:`helpers.serving.app` made.
    port
        Where to listen; 0 takes any free port.

    Raises
    ------
    OSError
        If the port is taken.
    RuntimeError
        If the service does not start.
    """
    with socket.create_server(("127.0.0.1", port)) as listener:
        # Answers leave at once, not 40 ms later together with the next.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        server = uvicorn.Server(uvicorn.Config(service, log_level="error"))
        thread = threading.Thread(
            target=server.run, kwargs={"sockets": [listener]}, daemon=True
        )
        thread.start()
        end = time.monotonic() + PATIENCE
        while not server.started:
            if not thread.is_alive() or time.monotonic() > end:
                raise RuntimeError("the service did not start")
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(PATIENCE)
