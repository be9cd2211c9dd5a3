"""Sentiment of sentences: four methods, tuned alike, tested over five seeds.

``python benchmarks/text_classification.py tune`` tries the learning rates on
the validation split, ``test`` trains with the best on all labels and scores the
test split, ``table`` prints what was found. Each run is a process of its own,
so that its memory can be measured, and is stored at once in
``benchmarks/text_classification.json``: a second call goes on where the first
stopped.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

STORE = Path(__file__).with_suffix(".json")
FEW = 800  # labels to tune with
SEEDS = range(5)
GRID: dict[str, tuple[float, ...]] = {
    "full": (3e-5, 1e-4, 3e-4),  # learning rate of all parameters
    "lora": (3e-4, 1e-3, 3e-3),
    "tfidf": (1, 3, 10, 30),  # C of the logistic regression
    "frozen": (0.3, 1, 3, 10),
}
EPOCHS = {"tfidf": 1, "frozen": 1, "lora": 2, "full": 2}
Run = dict[str, Any]


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["tune", "test", "table", "one"])
    parser.add_argument("method", nargs="?", choices=list(GRID))
    parser.add_argument("--rate", type=float)
    parser.add_argument("--labels", type=int)
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--split", default="validation")
    given = parser.parse_args()
    if given.what == "one":
        print(json.dumps(one(given)))
    elif given.what == "tune":
        for method, rates in GRID.items():
            for rate in rates:
                measure(method, rate, FEW, 1, 0, "validation")
    elif given.what == "test":
        for seed in SEEDS:
            for method in GRID:
                rate = best(method)
                measure(method, rate, None, EPOCHS[method], seed, "test")
    print(table(), file=sys.stderr)


def stored() -> list[Run]:
    """Return all runs so far."""
    return json.loads(STORE.read_text()) if STORE.exists() else []


def best(method: str) -> float:
    """Return the rate that had the best accuracy on the validation split."""
    runs = [
        run
        for run in stored()
        if run["method"] == method and run["split"] == "validation"
    ]
    if not runs:
        raise SystemExit(f"no runs of {method} yet; call `tune` first")
    return float(max(runs, key=lambda run: run["accuracy"])["rate"])


def measure(
    method: str,
    rate: float,
    labels: int | None,
    epochs: int,
    seed: int,
    split: str,
) -> None:
    """Run one setting in a process of its own, unless it is stored."""
    setting = {
        "method": method,
        "rate": rate,
        "labels": labels,
        "epochs": epochs,
        "seed": seed,
        "split": split,
    }
    runs = stored()
    if any(setting.items() <= run.items() for run in runs):
        return
    options = [
        f"--{name}={value}"
        for name, value in setting.items()
        if name != "method" and value is not None
    ]
    done = subprocess.run(
        [sys.executable, __file__, "one", method, *options],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    )
    found = json.loads(done.stdout.splitlines()[-1])
    print(setting, found, flush=True)
    STORE.write_text(json.dumps([*runs, setting | found], indent=1) + "\n")


def one(given: argparse.Namespace) -> Run:
    """Train and score one setting; return accuracy, seconds and sizes."""
    from helpers.data import movie_reviews  # slow to import

    data = movie_reviews(corpus="rotten_tomatoes")
    rows, asked = data["train"], data[given.split]
    if given.labels:
        rows = rows.select(range(given.labels))
    start = time.process_time()
    score = {"tfidf": tfidf, "frozen": frozen}.get(given.method, tuned)
    accuracy, parameters = score(rows, asked, given)
    return {
        "accuracy": accuracy,
        "trained": parameters,
        "cpu_seconds": round(time.process_time() - start, 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def tfidf(
    rows: Any, asked: Any, given: argparse.Namespace
) -> tuple[float, int]:
    """Fit logistic regression to TF-IDF of one and two words."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    model = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        LogisticRegression(C=given.rate, max_iter=1000),
    ).fit(rows["text"][:], rows["label"][:])
    weights = int(model[-1].coef_.size) + 1
    return float(model.score(asked["text"][:], asked["label"][:])), weights


def frozen(
    rows: Any, asked: Any, given: argparse.Namespace
) -> tuple[float, int]:
    """Fit logistic regression to the mean token vectors of the encoder."""
    import torch
    from sklearn.linear_model import LogisticRegression

    from helpers.text import load_sentence_classifier

    model, tokenizer = load_sentence_classifier(2)

    @torch.inference_mode()
    def vectors(texts: list[str]) -> Any:
        order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
        found = torch.zeros(len(texts), model.head.in_features)
        for at in torch.tensor(order).split(32):
            some = [texts[row] for row in at.tolist()]
            batch = tokenizer(
                some,
                padding=True,
                truncation=True,
                max_length=64,
                return_tensors="pt",
            )
            found[at] = model.encode(
                batch["input_ids"], batch["attention_mask"]
            )
        return found.numpy()

    head = LogisticRegression(C=given.rate, max_iter=1000)
    head.fit(vectors(rows["text"][:]), rows["label"][:])
    accuracy = head.score(vectors(asked["text"][:]), asked["label"][:])
    return float(accuracy), int(head.coef_.size) + 1


def tuned(
    rows: Any, asked: Any, given: argparse.Namespace
) -> tuple[float, int]:
    """Fine-tune the whole encoder, or LoRA matrices in its attention."""
    from peft import LoraConfig, get_peft_model
    from torch.utils.data import DataLoader
    from transformers import (
        AutoModelForSequenceClassification,
        AutoTokenizer,
        DataCollatorWithPadding,
    )
    from transformers.utils import logging

    from helpers.data import LengthBatchSampler, encoder_path
    from helpers.metrics import accuracy
    from helpers.text import discriminative_learning_rates
    from helpers.training import Trainer, hugging_face, seed_everything

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    order = seed_everything(given.seed)
    tokenizer = AutoTokenizer.from_pretrained(encoder_path())
    model: Any = AutoModelForSequenceClassification.from_pretrained(
        encoder_path(), num_labels=2
    )
    body = model.bert
    if given.method == "lora":
        targets = ["query", "value"]
        options = LoraConfig(
            task_type="SEQ_CLS", r=8, lora_alpha=16, target_modules=targets
        )
        model = get_peft_model(model, options)

    def coded(part: Any) -> Any:
        return part.map(
            lambda some: tokenizer(
                some["text"], truncation=True, max_length=64
            ),
            batched=True,
            remove_columns="text",
        ).rename_column("label", "labels")

    def loader(part: Any, size: int, draw: Any = None) -> DataLoader[Any]:
        lengths = [len(ids) for ids in part["input_ids"][:]]
        return DataLoader(
            part,
            batch_sampler=LengthBatchSampler(lengths, size, draw),
            collate_fn=DataCollatorWithPadding(tokenizer),
        )

    batches = loader(coded(rows), 16, order)
    adam, schedule = discriminative_learning_rates(
        model, body, len(batches) * given.epochs, given.rate, given.rate
    )
    trainer = Trainer(
        model, hugging_face(), adam, scheduler=schedule, clip_norm=1.0
    )
    trainer.fit(batches, epochs=given.epochs)
    score = trainer.evaluate(loader(coded(asked), 50), {"is": accuracy})["is"]
    weights = sum(w.numel() for w in model.parameters() if w.requires_grad)
    return float(score), weights


def table() -> str:
    """Return the test runs, mean and range over the seeds."""
    lines = ["method   seeds  accuracy              trained  CPU s  peak MB"]
    for method in GRID:
        runs = [
            run
            for run in stored()
            if run["method"] == method and run["split"] == "test"
        ]
        if not runs:
            continue
        scores = [run["accuracy"] for run in runs]
        seconds = statistics.median(run["cpu_seconds"] for run in runs)
        memory = max(run["peak_mb"] for run in runs)
        lines.append(
            f"{method:8} {len(runs):5}  {statistics.mean(scores):.3f}"
            f" [{min(scores):.3f}, {max(scores):.3f}]"
            f"  {runs[0]['trained']:10,}  {seconds:5.0f}  {memory:7}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
