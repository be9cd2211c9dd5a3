"""A process that uses the Hub's clients for the tests, as a learner's would.

The clients read HF_ENDPOINT and HF_HOME when they are imported, hence a
process; the import takes seconds, hence one process that forks for each job.
"""

import json
import os
import sys
import time
from importlib import import_module
from typing import Any

from datasets import Dataset, disable_progress_bars

from helpers.data.sources import load_from_hub, stream_from_hub


def load(path: str, **options: Any) -> dict[str, Any]:
    """Return the features and the rows of each split."""
    return {
        split: {
            "features": _features(rows),
            "rows": [_plain(row) for row in rows],
        }
        for split, rows in load_from_hub(path, **options).items()
    }


def stream(path: str, rows: int, **options: Any) -> list[Any]:
    """Return the first rows of a split, read over the network."""
    return [_plain(row) for row in stream_from_hub(path, **options).take(rows)]


def course(loaders: list[str]) -> dict[str, Any]:
    """Return features and number of rows of data sets, from the Hub.

    A loader is written as ``"module.function"``, or as
    ``"module.function:source"``.
    """
    found = {}
    for loader in loaders:
        address, _, source = loader.partition(":")
        module, function = address.split(".")
        load_it = getattr(import_module(f"helpers.data.{module}"), function)
        splits = load_it("hub", source) if source else load_it("hub")
        found[loader] = {
            split: [_features(rows), len(rows)]
            for split, rows in splits.items()
        }
    return found


def encode(path: str, text: str) -> dict[str, Any]:
    """Return the tokens of a text, and the shape of what a model gives."""
    from transformers import AutoModel, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(path)
    model = AutoModel.from_pretrained(path)
    batch = tokenizer(text, return_tensors="pt")
    return {
        "tokens": tokenizer.convert_ids_to_tokens(batch["input_ids"][0]),
        "shape": list(model(**batch).last_hidden_state.shape),
        "sum": sum(p.double().sum().item() for p in model.parameters()),
    }


def _features(rows: Dataset) -> dict[str, str]:
    return {name: str(kind) for name, kind in rows.features.items()}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row as JSON can hold it, an image as its pixels."""
    return {
        key: value.tobytes().hex() if hasattr(value, "tobytes") else value
        for key, value in row.items()
    }


JOBS = {job.__name__: job for job in (load, stream, course, encode)}


def _answer(line: str) -> str:
    job, options = json.loads(line)
    start = time.perf_counter()
    answer: dict[str, Any] = {}
    try:
        answer["value"] = JOBS[job](**options)
    except Exception as error:
        answer["error"] = [type(error).__name__, str(error)]
    return json.dumps(answer | {"seconds": time.perf_counter() - start})


if __name__ == "__main__":
    disable_progress_bars()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            print(_answer(line), flush=True)
            os._exit(0)
        os.waitpid(child, 0)
