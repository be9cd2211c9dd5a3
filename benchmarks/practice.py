"""Measure what the chapters on practice quote: processes, export and serving.

``python benchmarks/practice.py processes|export|serving`` prints a table.
"""

import argparse
import io
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file
from torch import Tensor

from helpers.data import banking77, cifar10
from helpers.export import export
from helpers.serving import PictureModel, TextModel, app, running
from helpers.text import load_sentence_classifier
from helpers.vision import ImageClassifier, ImageDataset, load_backbone

SCRIPT = Path(__file__).parents[1] / "notebooks" / "train_images.py"
TORCHRUN = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
SIDE = 128  # of the enlarged pictures
REQUESTS, CLIENTS = 300, 4


def processes() -> None:
    """Time one and two processes on more and more rows."""
    print("rows  processes  s an epoch  speed-up  peak MB  weights differ")
    for rows in (1000, 2000, 4000):
        alone = 0.0
        for count in (1, 2):
            with tempfile.TemporaryDirectory() as place:
                seconds, memory = _train(Path(place) / str(count), rows, count)
                if count == 1:
                    alone = seconds
                    weights = load_file(Path(place) / "1/weights.safetensors")
                other = load_file(Path(place) / f"{count}/weights.safetensors")
            gap = max(float((weights[k] - other[k]).abs().max()) for k in other)
            print(
                f"{rows:4}  {count:9}  {seconds:10.2f}  {alone / seconds:8.2f}"
                f"  {memory:7.0f}  {gap:.1e}"
            )


def _train(out: Path, rows: int, count: int) -> tuple[float, float]:
    """Return the seconds of the quickest epoch, and the peak MB."""
    options = ["--rows", str(rows), "--epochs", "3", "--batch", "128"]
    launch = [*TORCHRUN, "--nproc-per-node", str(count), str(SCRIPT)]
    subprocess.run(
        [*launch, *options, "--out", str(out)],
        env=os.environ | {"OMP_NUM_THREADS": "1"},
        check=True,
        capture_output=True,
    )
    result = json.loads((out / "result.json").read_text())
    # Of the largest process so far: rows only grow from run to run.
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return min(result["seconds"]), peak / 1024


def exports() -> None:
    """Time one input at a time: eager, torch.export and ONNX Runtime."""
    torch.set_num_threads(1)
    print("model    how      ms a row (p50)  largest difference  MB")
    models, inputs, _ = _models()
    for name, model in models.items():
        row = tuple(x[:1] for x in inputs[name])
        print(f"{name:8} eager    {_latency(model, row):14.2f}")
        for ending in ("pt2", "onnx"):
            with tempfile.TemporaryDirectory() as place:
                exported = export(
                    model,
                    inputs[name],
                    Path(place) / f"model.{ending}",
                    lengths=name == "text",
                )
            print(
                f"{name:8} {ending:8} {_latency(exported, row):14.2f}  "
                f"{exported.difference:18.1e}  {exported.bytes / 1e6:.1f}"
            )


def _models() -> tuple[
    dict[str, torch.nn.Module], dict[str, tuple[Tensor, ...]], Any
]:
    """Return both models, some inputs of each, and the tokenizer."""
    torch.manual_seed(0)
    pictures = ImageClassifier(load_backbone("mobilenet_v2"), 10, SIDE)
    texts, tokenizer = load_sentence_classifier(77)
    questions = banking77()["test"]["text"][:8]
    tokens = tokenizer(questions, padding=True, return_tensors="pt")
    x = ImageDataset.of(cifar10()["test"].select(range(8))).x
    return (
        {"picture": pictures.eval(), "text": texts},
        {
            "picture": (x,),
            "text": (tokens["input_ids"], tokens["attention_mask"]),
        },
        tokenizer,
    )


def _latency(model: Callable[..., Tensor], row: tuple[Tensor, ...]) -> float:
    times = []
    with torch.inference_mode():
        for _ in range(60):
            start = time.perf_counter()
            model(*row)
            times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times[10:])


def serving() -> None:
    """Measure requests a second and the slowest percent, over a socket."""
    torch.set_num_threads(1)
    models, inputs, tokenizer = _models()
    classes = cifar10()["test"].features["label"].names
    intents = banking77()["test"].features["label"].names
    service = app(
        PictureModel(models["picture"], classes),
        TextModel(models["text"], tokenizer, intents),
    )
    file = io.BytesIO()
    pixels = inputs["picture"][0][0].permute(1, 2, 0).numpy()
    Image.fromarray(np.ascontiguousarray(pixels)).save(file, "PNG")
    png = {"content-type": "image/png"}
    print("model    clients  requests/s  p50 ms  p99 ms")
    with running(service) as url, httpx.Client(base_url=url) as client:
        asks: dict[str, Callable[[], httpx.Response]] = {
            "picture": lambda: client.post(
                "/predict/picture", content=file.getvalue(), headers=png
            ),
            "text": lambda: client.post(
                "/predict/text", json={"text": "Where is my card?"}
            ),
        }
        for name, ask in asks.items():
            for clients in (1, CLIENTS):
                print(f"{name:8} {clients:7}  {_load(ask, clients)}")


def _load(ask: Callable[[], httpx.Response], clients: int) -> str:
    def timed(number: int) -> float:
        start = time.perf_counter()
        ask().raise_for_status()
        return time.perf_counter() - start

    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(timed, range(20)))
        start = time.perf_counter()
        times = list(pool.map(timed, range(REQUESTS)))
        wall = time.perf_counter() - start
    p50, p99 = np.percentile(times, [50, 99]) * 1000
    return f"{REQUESTS / wall:10.0f}  {p50:6.1f}  {p99:6.1f}"


def main() -> None:
    """Run the part that is asked for."""
    tables = {"processes": processes, "export": exports, "serving": serving}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=tables)
    tables[parser.parse_args().what]()


if __name__ == "__main__":
    main()
