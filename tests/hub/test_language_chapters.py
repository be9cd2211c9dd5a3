"""Chapters 7 to 9 run in the Hub source, from the first cell to the last.

The Hub is the one on this machine, with real texts and a tiny model. This
takes minutes, so it has its own command: ``pytest -m slow tests/hub``.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
import real_repositories
from hub_server import HubServer
from nbclient import NotebookClient

from output_comparison.kernel_environment import kernel_environment

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
BERT = "/google-bert/bert-base-uncased/"


@pytest.fixture(scope="module")
def real_hub() -> Iterator[HubServer]:
    hub = HubServer(
        {
            ("datasets", name): files
            for name, files in real_repositories.data_sets().items()
        }
    )
    hub.repositories["models", real_repositories.BERT] = {
        "main": real_repositories.bert()
    }
    with hub:
        yield hub


@pytest.mark.slow
@pytest.mark.parametrize(
    ("chapter", "data"),
    [
        ("07_text_classification", "rotten_tomatoes"),
        ("08_question_answering", "squad"),
        ("09_named_entities", "conll2003"),
    ],
)
def test_a_chapter_runs_with_data_and_model_of_the_hub(
    real_hub: HubServer, tmp_path: Path, chapter: str, data: str
) -> None:
    real_hub.log.clear()
    notebook = nbformat.read(NOTEBOOKS / f"{chapter}.ipynb", as_version=4)
    settings = {
        "COURSE_SOURCE": "hub",
        "HF_ENDPOINT": real_hub.url,
        "HF_HOME": str(tmp_path),
        "HF_HUB_OFFLINE": "0",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "NO_PROXY": "127.0.0.1,localhost",
    }
    client = NotebookClient(
        notebook, timeout=600, resources={"metadata": {"path": str(NOTEBOOKS)}}
    )
    client.execute(env=kernel_environment(os.environ) | settings)
    asked = [request.path for request in real_hub.log]
    assert any(data in path and ".parquet" in path for path in asked)
    assert any(BERT in path for path in asked)
