"""A notebook runs on either source: columns, splits and names are the same.

The Hub is the one on this machine. Of data that the course fetches and does
not ship, the features that its loader builds the offline source with stand in.
"""

from typing import Any

import pytest
from datasets import Features
from hub_process import Client
from hub_server import HubServer

from helpers.data.entities import FEATURES as ENTITIES
from helpers.data.intents import FEATURES as INTENTS
from helpers.data.language import wikitext2
from helpers.data.question_answering import FEATURES as QUESTIONS
from helpers.data.reviews import FEATURES as REVIEWS
from helpers.data.vision import cifar10

pytest_plugins = ["hub_fixtures"]
pytestmark = [pytest.mark.heavy, pytest.mark.xdist_group("hub")]

ROWS = {
    "vision.cifar10": [90, 10, 4],
    "reviews.movie_reviews": [12, 2, 2],
    "reviews.movie_reviews:rotten_tomatoes": [2, 2, 2],
    "question_answering.squad": [4, 2, 6],
    "entities.conll2003": [2, 2, 2],
    "intents.banking77": [693, 77, 1],
    "language.wikitext2": [16, 16, 16],
}


@pytest.fixture
def from_hub(hub: HubServer, client: Client) -> dict[str, Any]:
    """Return features and rows of all loaders, by split, from the Hub."""
    answer = client.ask("course", loaders=list(ROWS))
    assert answer.error == ("", "")
    found: dict[str, Any] = answer.value
    return found


def test_both_tiers_have_the_same_form(from_hub: dict[str, Any]) -> None:
    offline: dict[str, Features] = {
        "vision.cifar10": cifar10("shipped")["train"].features,
        "reviews.movie_reviews": REVIEWS,
        "reviews.movie_reviews:rotten_tomatoes": REVIEWS,
        "question_answering.squad": QUESTIONS,
        "entities.conll2003": ENTITIES,
        "intents.banking77": INTENTS,
        "language.wikitext2": wikitext2("shipped")["train"].features,
    }
    for loader, features in offline.items():
        form = {name: str(kind) for name, kind in features.items()}
        rows = dict(
            zip(("train", "validation", "test"), ROWS[loader], strict=True)
        )
        assert from_hub[loader] == {
            split: [form, count] for split, count in rows.items()
        }
