"""What the benchmark says: a table to read, and the same as JSON.

A loop is compared with the bare loop of the same round, so that a machine
that is slow for a while is slow for both.
"""

import importlib.metadata
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import torch
from measure import Memory, Timing
from work import Size

AGREE = 1e-6
LEGEND = """\
ms/epoch: median over the rounds; best step: ms a step in the fastest round
time/bare, cpu/bare: median over the rounds of the ratio to the bare loop, of
wall and of processor time; a busy machine disturbs the second less
weights, loss: largest difference from the bare loop's final weights, losses
RSS, tensors: peak above the start of a larger fit, of the process and of
PyTorch's tensors"""


@dataclass
class Loop:
    """A loop's name, what to call it, and the distribution it comes from."""

    title: str
    distribution: str

    def version(self) -> str | None:
        """Return the version that is installed, or none."""
        try:
            return importlib.metadata.version(self.distribution)
        except importlib.metadata.PackageNotFoundError:
            return None


@dataclass
class Ratio:
    """A loop's time as a multiple of the bare loop's, over all rounds."""

    median: float
    low: float
    high: float


@dataclass
class Result:
    """One line of the table; times in milliseconds."""

    title: str
    version: str
    epoch: float
    best_step: float
    wall: Ratio
    cpu: Ratio
    weights_differ: float
    loss_differs: float
    memory: Memory | None


def summarise(
    loop: Loop,
    size: Size,
    timings: list[Timing],
    bare: list[Timing],
    memory: Memory | None,
) -> Result:
    """Compare all rounds of a loop with the same rounds of the bare one."""
    mine, other = timings[-1], bare[-1]
    pairs = list(zip(timings, bare, strict=True))
    return Result(
        title=loop.title,
        version=loop.version() or "",
        epoch=1e3 * median(timing.wall for timing in timings),
        best_step=1e3 * min(timing.wall for timing in timings) / size.steps,
        wall=_ratio([one.wall / base.wall for one, base in pairs]),
        cpu=_ratio([one.cpu / base.cpu for one, base in pairs]),
        weights_differ=float(np.abs(mine.weights - other.weights).max()),
        loss_differs=float(
            np.abs(np.subtract(mine.losses, other.losses)).max()
        ),
        memory=memory,
    )


def _ratio(values: list[float]) -> Ratio:
    return Ratio(median(values), min(values), max(values))


def heading(about: dict[str, Any]) -> str:
    """Return what is compared, and on what, as text."""
    return (
        f"{about['steps']} steps an epoch, median of {about['rounds']} rounds, "
        f"{about['threads']} thread\n{about['processor']}, {about['cores']} "
        f"cores, load {about['load']}; torch {about['torch']}, Python "
        f"{about['python']}\n"
    )


def table(results: Iterable[Result], missing: Iterable[Loop]) -> str:
    """Return the table as text, a line a loop."""
    head = (
        f"{'':<20}{'ms/epoch':>9}{'best step':>10}{'time/bare':>11}"
        f"{'(min-max)':>13}{'cpu/bare':>9}{'weights':>9}{'loss':>9}"
        f"{'RSS MiB':>9}{'tensors':>9}"
    )
    lines = [head, *(_line(result) for result in results)]
    lines += [f"{loop.title:<20}{'not installed':>17}" for loop in missing]
    return "\n".join([*lines, "", LEGEND])


def _line(result: Result) -> str:
    wall, memory = result.wall, result.memory
    span = f"({wall.low:.2f}-{wall.high:.2f})"
    cpu = f"({result.cpu.low:.2f}-{result.cpu.high:.2f})"
    process = memory.process if memory else None
    return (
        f"{result.title + ' ' + result.version:<20.20}{result.epoch:>9.1f}"
        f"{result.best_step:>10.3f}{wall.median:>11.3f}{span:>13}"
        f"{result.cpu.median:>9.3f}{cpu:>13}"
        f"{result.weights_differ:>9.0e}{result.loss_differs:>9.0e}"
        f"{'-' if process is None else format(process, '.1f'):>9}"
        f"{format(memory.tensors, '.2f') if memory else '-':>9}"
    )


def machine() -> dict[str, Any]:
    """Return what the numbers depend on."""
    load = round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None
    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "processor": _processor(),
        "cores": os.cpu_count(),
        "threads": 1,
        "load": load,
    }


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    if path.exists():
        for line in path.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def as_json(
    about: dict[str, Any], results: dict[str, Result], missing: Iterable[Loop]
) -> dict[str, Any]:
    """Return all of it as plain dictionaries and lists."""
    return {
        "machine": about,
        "loops": {name: asdict(result) for name, result in results.items()},
        "not_installed": [loop.title for loop in missing],
    }
