"""What the Hub on this machine gives to the unmodified clients."""

import hub_repositories
import pytest
import safetensors.torch
from datasets import Features
from hub_process import Client
from hub_server import HubServer

pytest_plugins = ["hub_fixtures"]
pytestmark = [pytest.mark.heavy, pytest.mark.xdist_group("hub")]

REPOSITORIES = [
    ("uoft-cs/cifar10", "plain_text", None, hub_repositories.CIFAR10, 100),
    ("stanfordnlp/imdb", None, None, hub_repositories.IMDB, 16),
    ("rajpurkar/squad", None, None, hub_repositories.SQUAD, 6),
    (
        "Salesforce/wikitext",
        "wikitext-2-raw-v1",
        None,
        hub_repositories.WIKITEXT,
        16,
    ),
    (
        "eriktks/conll2003",
        None,
        hub_repositories.PARQUET_BRANCH,
        hub_repositories.CONLL2003,
        2,
    ),
]


@pytest.mark.parametrize(
    ("path", "name", "revision", "features", "rows"), REPOSITORIES
)
def test_features_and_rows_arrive(
    hub: HubServer,
    client: Client,
    path: str,
    name: str | None,
    revision: str | None,
    features: Features,
    rows: int,
) -> None:
    train = client.ask("load", path=path, name=name, revision=revision).value[
        "train"
    ]
    assert train["features"] == {k: str(v) for k, v in features.items()}
    assert len(train["rows"]) == rows


def test_contents_arrive_as_they_were(hub: HubServer, client: Client) -> None:
    images = client.ask("load", path="uoft-cs/cifar10").value
    texts = client.ask("load", path="rajpurkar/squad").value
    third = images["train"]["rows"][2]
    assert third["label"] == 2
    assert bytes.fromhex(third["img"]) == bytes((40, 215, 90)) * 32 * 32
    assert texts["validation"]["rows"][1]["answers"] == {
        "text": ["a mill"],
        "answer_start": [37],
    }


def test_no_other_host_is_asked_for_data(
    hub: HubServer, client: Client
) -> None:
    client.ask("load", path="stanfordnlp/imdb")
    strangers = {
        line.path
        for line in hub.log
        if not line.path.startswith(("/api/", "/datasets/", "/cdn/"))
    }
    # The viewer of the data sets is asked for their description.
    assert strangers == {"/info"}


def test_a_stream_reads_a_part_of_the_file(
    hub: HubServer, client: Client
) -> None:
    answer = client.ask(
        "stream", path="made-up/many-rows", split="train", rows=5
    )
    files = hub.repositories["datasets", "made-up/many-rows"]["main"]
    size = len(files["default/train-00000-of-00001.parquet"])
    requests = hub.data_requests()
    assert [row["text"].split(":")[0] for row in answer.value] == [
        f"Line {i}" for i in range(5)
    ]
    assert len(requests) > 1
    assert all(line.range for line in requests)
    assert sum(line.sent for line in requests) < size / 3


def test_a_model_and_its_tokenizer_arrive(
    hub: HubServer, client: Client
) -> None:
    answer = client.ask("encode", path="made-up/bert-tiny", text="The mill")
    files = hub.repositories["models", "made-up/bert-tiny"]["main"]
    weights = safetensors.torch.load(files["model.safetensors"])
    assert answer.value["tokens"] == ["[CLS]", "the", "mill", "[SEP]"]
    assert answer.value["shape"] == [1, 4, 16]
    assert answer.value["sum"] == pytest.approx(
        sum(weight.double().sum().item() for weight in weights.values())
    )
