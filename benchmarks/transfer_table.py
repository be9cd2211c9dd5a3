"""The table of the benchmark of transfer learning, for its chapter.

It is made from ``benchmarks/transfer.json``. ``--write`` puts it between its
marks in the notebook; without it the program says whether it is there.
"""

import argparse
import json
import sys
from pathlib import Path
from statistics import mean, stdev
from typing import Any

import nbformat
from scipy import stats

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "transfer.json"
NOTEBOOK = ROOT / "notebooks" / "06_transfer.ipynb"
BEGIN, END = "<!-- transfer -->", "<!-- /transfer -->"
SOURCE = "benchmarks/transfer.py"
LEVEL = 0.95
NETWORKS = {"mobilenet_v2": "MobileNetV2", "resnet18": "ResNet-18"}
WAYS = {
    "scratch": "from scratch",
    "frozen": "frozen features",
    "tuned": "fine-tuned",
    "tuned_norm": "fine-tuned, batch statistics",
}
HEADER = (
    "| network | way | learning rate | trained parameters | seeds "
    "| test accuracy, % | seconds |"
)


def table(runs: dict[str, dict[str, Any]]) -> list[str]:
    """Return the lines of the table of all runs that were scored."""
    lines = [HEADER, "|---|---|---|---|---|---|---|"]
    for network, title in NETWORKS.items():
        for way, words in WAYS.items():
            prefix = f"{network}/{way}/"
            found = [
                run
                for key, run in runs.items()
                if key.startswith(prefix) and "test" in run
            ]
            if found:
                lines.append(f"| {title} | {words} | {_cells(found)} |")
    return lines


def interval(scores: list[float]) -> tuple[float, float]:
    """Return the interval of the mean over seeds (Student's t)."""
    reach = stats.t.ppf((1 + LEVEL) / 2, len(scores) - 1)
    reach *= stdev(scores) / len(scores) ** 0.5
    return mean(scores) - float(reach), mean(scores) + float(reach)


def _cells(runs: list[dict[str, Any]]) -> str:
    scores = [100 * run["test"] for run in runs]
    accuracy = f"{mean(scores):.1f}"
    if len(scores) > 1:
        low, high = interval(scores)
        accuracy += f" [{low:.1f}, {high:.1f}]"
    seconds = mean(run["front"] + run["training"] for run in runs)
    cells = [
        f"{runs[0]['lr']:g}",
        f"{runs[0]['trained']:,}",
        f"{len(runs)}",
        accuracy,
        f"{seconds:.0f}",
    ]
    return " | ".join(
        f"<!--fact: {SOURCE}-->{cell}<!--/fact-->" for cell in cells
    )


def put(text: str, lines: list[str]) -> str:
    """Return the text with the lines between the marks."""
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    return "\n".join([before + BEGIN, "", *lines, "", END + after])


def main(arguments: list[str]) -> None:
    """Write the table into the notebook, or compare it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(arguments)
    lines = table(json.loads(RESULTS.read_text("utf-8")))
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    (cell,) = (c for c in notebook.cells if BEGIN in c.source)
    wanted = put(cell.source, lines)
    if cell.source == wanted:
        return
    if not options.write:
        sys.exit(f"{NOTEBOOK.name} shows another table; run with --write")
    cell.source = wanted
    nbformat.write(notebook, NOTEBOOK)


if __name__ == "__main__":
    main(sys.argv[1:])
