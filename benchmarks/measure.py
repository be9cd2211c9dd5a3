"""What is measured of one loop: time, results and memory, in its own process.

A process each keeps what one library loads or patches away from the others.
"""

import ctypes
import gc
import importlib
import json
import logging
import tempfile
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.profiler import ProfilerActivity, profile
from work import Prepare, Size, make_data, make_work

MEBIBYTE = 2**20
M_MMAP_THRESHOLD = -3  # of glibc's mallopt()
STATUS = Path("/proc/self/status")


@dataclass
class Timing:
    """One fit: seconds per epoch, and what came of it."""

    wall: float
    cpu: float
    losses: list[float]
    weights: np.ndarray[Any, np.dtype[np.float32]]


@dataclass
class Memory:
    """Peaks in MiB above what was there before the fit.

    ``process`` is the resident set as the operating system counts it (none
    where it cannot be told), ``tensors`` what PyTorch's allocator gave out.
    """

    process: float | None
    tensors: float


def time_fit(prepare: Prepare, size: Size) -> Timing:
    """Time one fit from the same start as any other."""
    work = make_work(size, make_data(size))
    fit = prepare(work)
    gc.collect()
    losses = fit()
    begun = len(work.sampler.starts)
    if not begun == len(losses) == size.epochs:
        raise RuntimeError(
            f"{size.epochs} epochs were asked for, but the loop began {begun} "
            f"and gave the losses of {len(losses)}"
        )
    wall, cpu = work.sampler.seconds_per_epoch()
    return Timing(wall, cpu, losses, work.weights().numpy())


def measure_memory(prepare: Prepare, size: Size) -> Memory:
    """Measure one fit. Time nothing in this process afterwards."""
    return Memory(_process_peak(prepare, size), _tensor_peak(prepare, size))


def _process_peak(prepare: Prepare, size: Size) -> float | None:
    if not STATUS.exists():  # Linux only
        return None
    work = make_work(size, make_data(size))
    gc.collect()
    _give_back_at_once()
    before = _status("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # forget the peak so far
    prepare(work)()
    return (_status("VmHWM") - before) / MEBIBYTE


def _give_back_at_once() -> None:
    """Let the C library return freed tensors, or the peak is left to chance.

    It keeps what it thinks it will need again, which depends on all that went
    before.
    """
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt") and hasattr(libc, "malloc_trim"):
        libc.mallopt(M_MMAP_THRESHOLD, 2**14)
        libc.malloc_trim(0)


def _status(name: str) -> int:
    for line in STATUS.read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    raise RuntimeError(f"{STATUS} has no {name}")


def _tensor_peak(prepare: Prepare, size: Size) -> float:
    work = make_work(size, make_data(size))
    gc.collect()
    with profile(activities=[ProfilerActivity.CPU], profile_memory=True) as run:
        prepare(work)()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trace.json"
        run.export_chrome_trace(str(path))
        events = json.loads(path.read_text())["traceEvents"]
    totals = [
        event["args"]["Total Allocated"]
        for event in events
        if event.get("name") == "[memory]"
    ]
    return float(max(totals)) / MEBIBYTE


class Worker:
    """A process that has imported one loop and runs what it is told to.

    Parameters
    ----------
    name
        A module of ``loops``.
    """

    def __init__(self, name: str) -> None:
        context = get_context("spawn")
        self.name = name
        self._connection, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs, name), daemon=True
        )
        self._process.start()
        theirs.close()

    def call(self, function: Callable[..., Any], *args: Any) -> Any:
        """Return ``function(prepare, *args)`` as computed over there.

        Raises
        ------
        RuntimeError
            If the process died; its own error is on stderr.
        """
        self._connection.send((function, args))
        try:
            return self._connection.recv()
        except EOFError:
            raise RuntimeError(
                f"the loop {self.name!r} failed; its error is above"
            ) from None

    def close(self) -> None:
        """End the process."""
        self._connection.close()
        self._process.join()


def _serve(connection: Connection, name: str) -> None:
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    prepare: Prepare = importlib.import_module(f"loops.{name}").prepare
    while True:
        try:
            function, args = connection.recv()
        except EOFError:  # the driver has closed its end
            return
        connection.send(function(prepare, *args))
