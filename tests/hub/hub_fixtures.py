"""The Hub and its client as fixtures: ``hub``, ``client``, ``offline_client``.

All start once for the whole run of the tests; each test begins with an empty
cache and a healthy Hub.
"""

import shutil
from collections.abc import Iterator

import hub_repositories
import pytest
from hub_process import Client
from hub_server import Files, HubServer


@pytest.fixture(scope="session")
def running_hub() -> Iterator[HubServer]:
    repositories: dict[str, dict[str, Files]] = {
        "uoft-cs/cifar10": {"main": hub_repositories.cifar10()},
        "stanfordnlp/imdb": {"main": hub_repositories.imdb()},
        "cornell-movie-review-data/rotten_tomatoes": {
            "main": hub_repositories.rotten_tomatoes()
        },
        "rajpurkar/squad": {"main": hub_repositories.squad()},
        "Salesforce/wikitext": {"main": hub_repositories.wikitext()},
        "eriktks/conll2003": {
            "main": {"README.md": b"", "conll2003.py": b""},
            hub_repositories.PARQUET_BRANCH: hub_repositories.conll2003(),
        },
        "PolyAI/banking77": {
            "main": {"README.md": b"", "banking77.py": b""},
            hub_repositories.PARQUET_BRANCH: hub_repositories.banking77(),
        },
        "made-up/many-rows": {"main": hub_repositories.streamed()},
        "made-up/gated": {"main": {}},
        "made-up/empty": {"main": {"README.md": b"# Nothing yet"}},
    }
    hub = HubServer(
        {("datasets", name): files for name, files in repositories.items()},
        gated={"made-up/gated"},
    )
    hub.repositories["models", "made-up/bert-tiny"] = {
        "main": hub_repositories.tiny_bert()
    }
    with hub:
        yield hub


@pytest.fixture(scope="session")
def clients(
    running_hub: HubServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Client, Client]]:
    home = tmp_path_factory.mktemp("hub") / "home"
    online = Client(running_hub, home, offline=False)
    offline = Client(running_hub, home, offline=True)
    yield online, offline
    online.close()
    offline.close()


@pytest.fixture
def hub(running_hub: HubServer) -> HubServer:
    running_hub.fault = None
    running_hub.log.clear()
    return running_hub


@pytest.fixture
def client(clients: tuple[Client, Client]) -> Client:
    shutil.rmtree(clients[0].home, ignore_errors=True)
    return clients[0]


@pytest.fixture
def offline_client(clients: tuple[Client, Client]) -> Client:
    return clients[1]
