"""Time the course's training loop against a bare one, and against its peers.

All do the same work and must end with the same weights. They take turns, and
each is compared with the bare loop of its own round.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from measure import Memory, Timing, Worker, measure_memory, time_fit
from report import (
    AGREE,
    Loop,
    Result,
    as_json,
    heading,
    machine,
    summarise,
    table,
)
from work import Size

LOOPS = {
    "bare": Loop("bare PyTorch", "torch"),
    "ours": Loop("helpers", "pytorch-across-domains"),
    "ignite": Loop("Ignite", "pytorch-ignite"),
    "fabric": Loop("Fabric", "lightning"),
    "skorch": Loop("skorch", "skorch"),
    "accelerate": Loop("Accelerate", "accelerate"),
    "hf_trainer": Loop("HF Trainer", "transformers"),
    "lightning": Loop("Lightning", "lightning"),
}
# 100 steps of about half a millisecond.
TIMED = Size(rows=6400, features=64, width=64, classes=10, batch=64, epochs=3)
# So large that a gradient or an activation kept too long is seen.
HEAVY = Size(
    rows=8192, features=256, width=1024, classes=10, batch=1024, epochs=2
)
LIMIT = 1.10  # ours against bare, with --check
ROUNDS = 41


def main() -> int:
    """Run the benchmark and return the exit status."""
    options = parse()
    os.environ["OMP_NUM_THREADS"] = "1"  # for the processes started below
    os.environ["TQDM_DISABLE"] = "1"
    os.environ["KINETO_LOG_LEVEL"] = "99"
    names = [name for name in options.only if LOOPS[name].version()]
    missing = [LOOPS[name] for name in options.only if name not in names]
    about = machine() | {"rounds": options.rounds, "steps": TIMED.steps}
    print(heading(about), flush=True)
    results = measure(names, options.rounds, options.memory)
    print(table(results.values(), missing))
    if options.json:
        text = json.dumps(as_json(about, results, missing), indent=2)
        options.json.write_text(text + "\n")
    faults = find_faults(results, options.check)
    for fault in faults:
        print(fault, file=sys.stderr)
    return int(bool(faults))


def measure(
    names: Sequence[str], rounds: int, with_memory: bool
) -> dict[str, Result]:
    """Measure the loops of these names; the first is the bare one."""
    workers = [Worker(name) for name in names]
    timings = take_turns(workers, rounds)
    results = {}
    for worker, mine in zip(workers, timings, strict=True):
        memory: Memory | None = None
        if with_memory:
            memory = worker.call(measure_memory, HEAVY)
        worker.close()
        results[worker.name] = summarise(
            LOOPS[worker.name], TIMED, mine, timings[0], memory
        )
    return results


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--only",
        default=",".join(LOOPS),
        metavar="NAMES",
        help=f"some of {','.join(LOOPS)}; the bare loop always runs",
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument(
        "--memory", action=argparse.BooleanOptionalAction, default=True
    )
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument(
        "--check",
        action="store_true",
        help=f"fail if ours takes more than {LIMIT:.2f} of the bare loop's "
        "processor time, or more memory for tensors",
    )
    options = parser.parse_args()
    options.only = list(dict.fromkeys(["bare", *options.only.split(",")]))
    unknown = [name for name in options.only if name not in LOOPS]
    if unknown or options.rounds < 1:
        parser.error(f"no such loop: {unknown}" if unknown else "no rounds")
    return options


def take_turns(workers: Sequence[Worker], rounds: int) -> list[list[Timing]]:
    """Time every loop once a round, in an order that shifts by one a round."""
    for worker in workers:  # warm up
        worker.call(time_fit, TIMED)
    timings: list[list[Timing]] = [[] for _ in workers]
    for number in range(rounds):
        for turn in range(len(workers)):
            index = (number + turn) % len(workers)
            timings[index].append(workers[index].call(time_fit, TIMED))
    return timings


def find_faults(results: dict[str, Result], check: bool) -> list[str]:
    """Say what is wrong: unequal work always, our own cost if asked."""
    faults = [
        f"{result.title}: the weights differ from the bare loop's by "
        f"{result.weights_differ:.1e}, so it did other work"
        for result in results.values()
        if not result.weights_differ <= AGREE
    ]
    if check and "ours" in results:
        bare, ours = results["bare"], results["ours"]
        # Processor time: what else the machine does moves it less, and no
        # loop waits for anything.
        if ours.cpu.median > LIMIT:
            faults.append(
                f"ours takes {ours.cpu.median:.3f} of the bare loop's time; "
                f"the limit is {LIMIT:.2f}"
            )
        if ours.memory and bare.memory:
            more = ours.memory.tensors - bare.memory.tensors
            if more > 0:
                faults.append(f"ours keeps {more:.2f} MiB more of tensors")
    return faults


if __name__ == "__main__":
    sys.exit(main())
