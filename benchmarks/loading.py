"""Time the course's data sets from disk to batches of tensors.

A plain reading of the same files is the measure: no data set library, only
PyTorch. The two take turns, and each pair of turns gives one ratio.
"""

import argparse
import io
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

import datasets
import pyarrow.parquet as pq
import torch
from PIL import Image
from torch import Tensor
from torch.utils.data import DataLoader
from torchvision.transforms.v2.functional import pil_to_tensor
from transformers import AutoTokenizer

from helpers.data.collate import stack_images
from helpers.data.encoder import encoder_path
from helpers.data.language import wikitext2
from helpers.data.shipped import shipped_path
from helpers.data.vision import cifar10

LIMIT = 0.95  # our speed against the plain one's, with --check
PICTURES, LINES = 64, 32  # in a batch
Batches = Iterator[tuple[Tensor, Tensor]]


@dataclass
class Contest:
    """Two ways to the same data; ``count`` says what a batch is worth."""

    title: str
    ours: Callable[[], Batches]
    plain: Callable[[], Batches]
    count: Callable[[Tensor, Tensor], int]
    checked: bool = True


def our_pictures() -> Batches:
    """Yield all pictures, decoded as they are stacked."""
    files = cifar10("shipped").cast_column("img", datasets.Image(decode=False))
    for part in files.values():
        yield from DataLoader(
            part, batch_size=PICTURES, collate_fn=stack_images
        )


def formatted_pictures() -> Batches:
    """Yield all pictures by way of ``with_format("torch")``."""
    for part in cifar10("shipped").with_format("torch").values():
        for batch in DataLoader(part, batch_size=PICTURES):
            yield batch["img"], batch["label"]


class PlainPictures(torch.utils.data.Dataset[tuple[Tensor, int]]):
    """The same pictures from the same file, decoded one by one."""

    def __init__(self) -> None:
        table = pq.read_table(shipped_path("cifar10"))
        self.pictures = table["img"].to_pylist()
        self.labels = table["label"].to_pylist()

    def __len__(self) -> int:
        """Return the number of pictures."""
        return len(self.labels)

    def __getitem__(self, row: int) -> tuple[Tensor, int]:
        """Return one picture, ``(3, 32, 32)``, and its label."""
        picture = Image.open(io.BytesIO(self.pictures[row]["bytes"]))
        return pil_to_tensor(picture), self.labels[row]


def plain_pictures() -> Batches:
    """Yield all pictures without a data set library."""
    yield from DataLoader(PlainPictures(), batch_size=PICTURES)


def rows_of(pictures: Tensor, _: Tensor) -> int:
    """Return how many pictures a batch has."""
    return len(pictures)


def texts(tokenizer: Any) -> Contest:
    """Return the contest of tokenizing WikiText-2's test lines."""

    def encode(lines: list[str]) -> tuple[Tensor, Tensor]:
        batch = tokenizer(
            lines,
            padding=True,
            truncation=True,
            max_length=128,
            return_tensors="pt",
        )
        return batch["input_ids"], batch["attention_mask"]

    def ours() -> Batches:
        lines = wikitext2("shipped")["test"]["text"][:]  # a column at once
        yield from DataLoader(lines, batch_size=LINES, collate_fn=encode)

    def plain() -> Batches:
        table = pq.read_table(shipped_path("wikitext2"))
        rows = table.filter(pq.filters_to_expression([("split", "=", "test")]))
        lines = rows["text"].to_pylist()
        yield from DataLoader(lines, batch_size=LINES, collate_fn=encode)

    return Contest("tokens", ours, plain, lambda _, mask: int(mask.sum()))


def same_work(contest: Contest) -> bool:
    """Return whether both ways give the same numbers (and warm both up)."""
    sums = [
        torch.tensor([[x.sum(), y.sum()] for x, y in way()]).sum(0)
        for way in (contest.ours, contest.plain)
    ]
    return torch.equal(*sums)


def speed(
    way: Callable[[], Batches], count: Callable[[Tensor, Tensor], int]
) -> float:
    """Return pictures or tokens per second of processor time."""
    start = time.process_time()
    total = sum(count(*batch) for batch in way())
    return total / (time.process_time() - start)


def main() -> int:
    """Run the benchmark and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument(
        "--check",
        action="store_true",
        help=f"fail if ours is below {LIMIT} of the plain reading's speed; "
        "the torch format is shown for comparison only",
    )
    options = parser.parse_args()
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    torch.set_num_threads(1)
    contests = [
        Contest("pictures", our_pictures, plain_pictures, rows_of),
        Contest(
            "pictures, torch format",
            formatted_pictures,
            plain_pictures,
            rows_of,
            checked=False,
        ),
        texts(AutoTokenizer.from_pretrained(encoder_path("shipped"))),
    ]
    slow = False
    print(f"{'':<23}{'ours/s':>10}{'plain/s':>10}{'ratio':>8}  (min-max)")
    for contest in contests:
        if not same_work(contest):
            raise RuntimeError(f"{contest.title}: the data are not the same")
        ratio = compete(contest, options.rounds)
        slow = slow or (contest.checked and ratio < LIMIT)
    return int(slow and options.check)


def compete(contest: Contest, rounds: int) -> float:
    """Print a line of the table; return the median of the rounds' ratios."""
    speeds: list[tuple[float, float]] = []
    for number in range(rounds):
        ways = [contest.ours, contest.plain]
        order = (0, 1) if number % 2 else (1, 0)
        found = {way: speed(ways[way], contest.count) for way in order}
        speeds.append((found[0], found[1]))
    ours, plain = (median(column) for column in zip(*speeds, strict=True))
    ratios = [mine / theirs for mine, theirs in speeds]
    print(
        f"{contest.title:<23}{ours:>10,.0f}{plain:>10,.0f}"
        f"{median(ratios):>8.3f}  ({min(ratios):.2f}-{max(ratios):.2f})",
        flush=True,
    )
    return median(ratios)


if __name__ == "__main__":
    sys.exit(main())
