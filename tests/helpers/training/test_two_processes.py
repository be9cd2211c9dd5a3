"""Two real processes do what one does."""

import os
import shutil
import socket
import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
import small_runs
import torch
import two_processes
from small_runs import same

from helpers.training import supervised

pytestmark = [pytest.mark.heavy, pytest.mark.xdist_group("processes")]

SCRIPT = Path(two_processes.__file__)
TORCHRUN = [
    *(sys.executable, "-m", "torch.distributed.run"),
    *("--standalone", "--nproc-per-node", "2"),
]
SECONDS = 300.0  # on a busy machine
SLOW_TO_IMPORT = ["helpers.checkpoints", "helpers.metrics", "helpers.training"]
Results = dict[str, Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("processes")


@pytest.fixture(scope="module")
def two(folder: Path, one: Results) -> Results:
    shutil.copytree(folder / "one" / "copy", folder / "two" / "from one")
    start_two(folder / "two")
    results: Results = torch.load(folder / "two" / "results.pt")
    files = (folder / "two").glob("printed-*.txt")
    return results | {"stdout": "".join(map(Path.read_text, files))}


def start_two(folder: Path) -> None:
    """Start the two from a process that has imported the slow modules once."""
    context = get_context("forkserver")
    context.set_forkserver_preload(SLOW_TO_IMPORT)
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    both = [
        context.Process(
            target=two_processes.main_as_rank, args=(rank, port, folder)
        )
        for rank in range(2)
    ]
    for process in both:
        process.start()
    for process in both:
        process.join(SECONDS)
        process.kill()  # if it still waits for the other
        process.join()
    assert [one.exitcode for one in both] == [0, 0], "see what is on stderr"


@pytest.fixture(scope="module")
def one(folder: Path) -> Results:
    (folder / "one").mkdir()
    two_processes.main(folder / "one")
    results: Results = torch.load(folder / "one" / "results.pt")
    return results


@pytest.mark.parametrize("case", two_processes.cases())
def test_weights_and_scores_are_those_of_one_process(
    case: str, one: Results, two: Results
) -> None:
    torch.testing.assert_close(two[case], one[case], rtol=1e-9, atol=1e-9)


def test_both_see_the_same_rows_in_the_same_order(
    one: Results, two: Results
) -> None:
    assert same(two["seen"][:3], one["seen"][:3])
    assert same(two["seen"], one["seen"])


def test_only_the_first_prints(two: Results) -> None:
    assert two["stdout"].count("printed once") == 1


def test_an_error_of_one_process_is_raised_by_all(two: Results) -> None:
    assert "the loss became nan in epoch 1, batch 1" in two["failures"]["nan"]
    assert two["failures"]["metric"] == "no such metric"


def test_batch_normalisation_is_refused_on_cpus(
    one: Results, two: Results
) -> None:
    """PyTorch's SyncBatchNorm works only on GPUs."""
    assert "norm" not in one["failures"]
    assert "1 is a BatchNorm1d, which" in two["failures"]["norm"]
    assert "use GroupNorm or LayerNorm" in two["failures"]["norm"]


def test_a_run_of_one_process_goes_on_in_two(
    one: Results, two: Results
) -> None:
    torch.testing.assert_close(two["from one"], one["interrupted"])


def test_a_run_of_two_processes_goes_on_in_one(
    folder: Path, one: Results, two: Results
) -> None:
    step = supervised(torch.nn.CrossEntropyLoss())
    weights = two_processes.resume(folder / "two" / "copy", step, KeyError)
    torch.testing.assert_close(weights, one["interrupted"])
    torch.testing.assert_close(weights, two["interrupted"])


def test_dropout_goes_on_as_if_never_interrupted(
    one: Results, two: Results
) -> None:
    for results in (one, two):
        whole, again = results["dropout"]
        assert torch.equal(whole, again)


@pytest.mark.slow
def test_torchrun_starts_them_as_well(folder: Path, one: Results) -> None:
    (folder / "torchrun").mkdir()
    done = subprocess.run(
        [*TORCHRUN, str(SCRIPT), str(folder / "torchrun")],
        env=os.environ
        | {
            "OMP_NUM_THREADS": "1",
            "PYTHONPATH": str(Path(small_runs.__file__).parent),
        },
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.count("printed once") == 1
    results = torch.load(folder / "torchrun" / "results.pt")
    for case in two_processes.cases():
        torch.testing.assert_close(
            results[case], one[case], rtol=1e-9, atol=1e-9
        )
