"""Time every loader of the course and its memory, each in a fresh process.

The table goes into the data page: ``--write`` puts it there.
"""

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import helpers.data as data

PAGE = Path(__file__).resolve().parents[1] / "book" / "data.md"
BEGIN, END = "<!-- loaders -->", "<!-- /loaders -->"
LOADERS: dict[str, Callable[[], Any]] = {
    "cifar10()": data.cifar10,
    "electricity()": data.electricity,
    "traffic()": data.traffic,
    "adult()": data.adult,
    "rodents()": data.rodents,
    "gss_wages()": data.gss_wages,
    "wikitext2()": data.wikitext2,
    "english_spanish()": data.english_spanish,
    "movie_reviews()": data.movie_reviews,
    "squad()": data.squad,
    "banking77()": data.banking77,
    "conll2003()": data.conll2003,
    "encoder_path()": data.encoder_path,
}
BYTES_PER_MAXRSS = 1 if sys.platform == "darwin" else 1024


def measure(name: str) -> tuple[float, float]:
    """Return the seconds of one first call and the MB it took at most."""
    before = _peak()
    start = time.perf_counter()
    LOADERS[name]()
    return time.perf_counter() - start, _peak() - before


def table(rounds: int) -> list[str]:
    """Return the lines of the table, with the median of several processes."""
    lines = ["| Call | Seconds | Memory, MB |", "|---|---|---|"]
    for name in LOADERS:
        runs = [in_own_process(name) for _ in range(rounds)]
        seconds, memory = (median(c) for c in zip(*runs, strict=True))
        source = "<!--fact: make bench-loading-->"
        lines.append(
            f"| `{name}` | {source}{seconds:.2f}<!--/fact--> "
            f"| {source}{memory:.0f}<!--/fact--> |"
        )
        print(f"{name:20}{seconds:8.2f} s{memory:8.0f} MB", flush=True)
    return lines


def in_own_process(name: str) -> tuple[float, float]:
    """Return what `measure` gives in a new process."""
    run = subprocess.run(
        [sys.executable, __file__, "--only", name],
        capture_output=True,
        check=True,
        text=True,
    )
    seconds, memory = map(float, run.stdout.split())
    return seconds, memory


def write(lines: list[str]) -> None:
    """Put the table between its marks on the data page."""
    text = PAGE.read_text("utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    middle = "\n".join(["", "", *lines, "", ""])
    PAGE.write_text(f"{before}{BEGIN}{middle}{END}{after}", "utf-8")


def main() -> None:
    """Measure all loaders and print or store the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help=f"into {PAGE}")
    parser.add_argument("--only", choices=LOADERS, help="print two numbers")
    options = parser.parse_args()
    os.environ["HF_HUB_OFFLINE"] = "1"
    if options.only:
        print(*measure(options.only))
        return
    lines = table(options.rounds)
    if options.write:
        write(lines)


def _peak() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_maxrss * BYTES_PER_MAXRSS / 1e6


if __name__ == "__main__":
    main()
