"""The source is picked as documented, and a bad network gives a good error."""

from contextlib import nullcontext
from threading import Event
from typing import Any, Literal

import pytest
from hub_process import Client
from hub_server import Fault, HubServer
from huggingface_hub import HfApi

from helpers.data import sources
from helpers.data.sources import HubUnreachableError, load_from_hub, pick_source

pytest_plugins = ["hub_fixtures"]
pytestmark = [pytest.mark.heavy, pytest.mark.xdist_group("hub")]

IMDB = {"path": "stanfordnlp/imdb", "name": "plain_text"}


def test_the_argument_goes_before_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("COURSE_SOURCE", raising=False)
    assert pick_source(None) == "shipped"
    monkeypatch.setenv("COURSE_SOURCE", "hub")
    assert pick_source(None) == "hub"
    assert pick_source("shipped") == "shipped"


def test_an_unknown_tier_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(
        ValueError, match=r'source must be "shipped".*\'cloud\''
    ):
        pick_source("cloud")
    monkeypatch.setenv("COURSE_SOURCE", "Hub")
    with pytest.raises(ValueError, match=r"variable COURSE_SOURCE.*'Hub'"):
        pick_source(None)


def test_the_second_load_fetches_no_data(
    hub: HubServer, client: Client
) -> None:
    first = client.ask("load", **IMDB)
    assert len(hub.data_requests()) == 3
    hub.log.clear()
    assert client.ask("load", **IMDB).value == first.value
    assert hub.data_requests() == []


def test_without_a_network_the_cache_is_used(
    hub: HubServer, client: Client, offline_client: Client
) -> None:
    first = client.ask("load", **IMDB)
    with hub.down():
        second = client.ask("load", **IMDB)
        offline = offline_client.ask("load", **IMDB)
        uncached = offline_client.ask("load", path="rajpurkar/squad")
        streamed = client.ask("stream", split="test", rows=1, **IMDB)
    assert second.value == offline.value == first.value
    assert streamed.value == first.value["test"]["rows"][:1]
    assert uncached.error[0] == "HubUnreachableError"


@pytest.mark.parametrize("fault", [None, Fault("hang"), Fault("500")])
def test_a_hub_out_of_reach_gives_an_error_in_seconds(
    hub: HubServer, client: Client, fault: Fault | None
) -> None:
    hub.fault = fault
    with hub.down() if fault is None else nullcontext():
        loaded = client.ask("load", **IMDB)
    kind, words = loaded.error
    assert kind == "HubUnreachableError"
    assert loaded.seconds < (15 if fault == Fault("hang") else 5)
    assert "stanfordnlp/imdb (plain_text)" in words
    assert f"{hub.url} could not be reached" in words
    assert 'source="shipped"' in words
    assert "HF_HUB_OFFLINE=1" in words


def test_a_slow_look_up_of_the_address_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    released = Event()
    monkeypatch.setattr(sources, "ANSWER_SECONDS", 0.1)
    monkeypatch.setattr(
        HfApi, "dataset_info", lambda *_, **__: released.wait(20)
    )
    with pytest.raises(HubUnreachableError, match="TimeoutError: no answer"):
        load_from_hub("made-up/never-downloaded")
    released.set()


def test_a_lost_file_is_a_hub_out_of_reach(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # So ends, after 23 seconds, a Hub that fails for each file.
    def lose(*_: object, **__: object) -> None:
        raise FileNotFoundError("LocalEntryNotFoundError: no connection")

    monkeypatch.setattr(sources, "_wait_for_answer", lambda *_: None)
    monkeypatch.setattr(sources, "load_dataset", lose)
    with pytest.raises(HubUnreachableError, match="LocalEntryNotFoundError"):
        load_from_hub("made-up/never-downloaded")


def test_a_hub_out_of_reach_stops_a_stream(
    hub: HubServer, client: Client
) -> None:
    with hub.down():
        answer = client.ask("stream", split="test", rows=1, **IMDB)
    assert answer.error[0] == "HubUnreachableError"


@pytest.mark.parametrize("kind", ["500", "truncate"])
def test_a_failed_download_leaves_no_broken_cache(
    hub: HubServer, client: Client, kind: Literal["500", "truncate"]
) -> None:
    hub.fault = Fault(kind, "/cdn/")
    failed = client.ask("load", **IMDB)
    hub.fault = None
    mended = client.ask("load", **IMDB)
    assert failed.error[0] == "HubUnreachableError"
    assert "broke off" in failed.error[1]
    assert [len(part["rows"]) for part in mended.value.values()] == [16, 2, 1]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"path": "made-up/none"}, "no such repository, or it is private"),
        ({"path": "made-up/gated"}, "its owner asks each user to agree"),
        ({"path": "made-up/empty"}, "its files are not as expected"),
        (IMDB | {"revision": "v9"}, "has no such revision"),
        (IMDB | {"splits": ["dev"]}, "has no split 'dev', only ['test', 'tr"),
        (IMDB | {"columns": ["stars"]}, "has no column ['stars'], only ['la"),
    ],
)
def test_what_is_not_there_has_its_own_error(
    hub: HubServer, client: Client, options: dict[str, Any], words: str
) -> None:
    kind, message = client.ask("load", **options).error
    assert kind == "HubContentError"
    assert words in message
    assert 'source="shipped"' in message


def test_a_stream_of_a_missing_split_is_refused(
    hub: HubServer, client: Client
) -> None:
    answer = client.ask("stream", split="dev", rows=1, **IMDB)
    assert answer.error[0] == "HubContentError"
    assert "no split 'dev'" in answer.error[1]
