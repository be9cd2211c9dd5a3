"""A service answers right questions, and says what is wrong with others."""

import io
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
import schemathesis
import torch
from hypothesis import given
from PIL import Image
from schemathesis import GenerationMode
from torch import Tensor, nn
from transformers import BertConfig, BertModel, BertTokenizer

from helpers.serving import PictureModel, TextModel, app, running
from helpers.text import SentenceClassifier

NAMES = ["cat", "dog", "frog"]
PICTURE = "/predict/picture"
PNG = {"content-type": "image/png"}


class Brightest(nn.Module):
    """Says which colour a picture has most of."""

    def forward(self, x: Tensor) -> Tensor:
        return x.float().mean(dim=(2, 3)) / 10


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> TextModel:
    """Return a small text model with a tokenizer of letters."""
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    letters = [chr(97 + i) for i in range(26)]
    words = [*special, *letters, *(f"##{x}" for x in letters)]
    path = tmp_path_factory.mktemp("words") / "vocab.txt"
    path.write_text("\n".join(words))
    tokenizer = BertTokenizer(vocab={w: i for i, w in enumerate(words)})
    config = BertConfig(
        vocab_size=60,
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
    )
    torch.manual_seed(0)
    model = SentenceClassifier(BertModel(config), 3)
    return TextModel(model, tokenizer, NAMES)


@pytest.fixture(scope="module")
def service(texts: TextModel) -> Any:
    return app(PictureModel(Brightest(), NAMES), texts, most_bytes=200_000)


@pytest.fixture(scope="module")
def client(service: Any) -> Iterator[httpx.Client]:
    with running(service) as url, httpx.Client(base_url=url) as client:
        yield client


def picture(width: int = 8, height: int = 6, kind: str = "PNG") -> bytes:
    pixels = np.zeros((height, width, 3), dtype=np.uint8)
    pixels[..., 1] = 200
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, kind)
    return file.getvalue()


def test_it_says_that_it_runs(client: httpx.Client) -> None:
    answer = client.get("/health")
    assert answer.json() == {"status": "ok", "models": ["picture", "text"]}


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_is_named(client: httpx.Client, kind: str) -> None:
    answer = client.post(
        PICTURE,
        content=picture(kind=kind),
        headers={"content-type": f"image/{kind.lower()}"},
    )
    assert answer.status_code == 200
    found = answer.json()
    assert found["label"] == "dog"
    assert found["probability"] == found["probabilities"]["dog"] > 0.99
    assert sum(found["probabilities"].values()) == pytest.approx(1)


def test_a_text_gets_what_the_model_gives(
    client: httpx.Client, texts: TextModel
) -> None:
    answer = client.post("/predict/text", json={"text": "where is my card"})
    assert answer.status_code == 200
    wanted = texts.predict("where is my card")
    assert answer.json()["probabilities"] == pytest.approx(wanted)


def test_a_long_text_is_cut_to_what_the_model_takes(
    client: httpx.Client,
) -> None:
    answer = client.post("/predict/text", json={"text": "a " * 1000})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("content", "kind", "status", "words"),
    [
        (b"no picture", "image/png", 422, "no whole PNG or JPEG"),
        (b"", "image/png", 422, "no whole PNG or JPEG"),
        (picture(50, 50)[:-40], "image/png", 422, "no whole PNG or JPEG"),
        (picture(kind="BMP"), "image/png", 422, "no whole PNG or JPEG"),
        (picture(4000, 1001), "image/png", 422, "4000 x 1001 pixels; at most"),
        (picture(), "text/plain", 415, "Content-Type: image/png or image/jpeg"),
        (bytes(200_001), "image/png", 413, "at most 200,000 bytes"),
    ],
)
def test_a_bad_picture_is_refused(
    client: httpx.Client, content: bytes, kind: str, status: int, words: str
) -> None:
    answer = client.post(
        PICTURE, content=content, headers={"content-type": kind}
    )
    assert answer.status_code == status
    assert words in answer.json()["detail"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"text": ""}', "text: String should have at least 1 character"),
        (b'{"text": 5}', "text: Input should be a valid string"),
        (b'{"text": null}', "text: Input should be a valid string"),
        (b'{"txt": "a"}', "text: Field required; txt: Extra inputs"),
        (b'{"text": "a"', "JSON decode error"),
        (b'"a"', "the body: Input should be"),
        (b"", "the body: Field required"),
        (b'{"text": "\\ud800"}', "text: Input should be a valid string"),
        (b'{"text": "' + b"a" * 2001 + b'"}', "at most 2000 characters"),
    ],
)
def test_a_bad_text_is_refused(
    client: httpx.Client, content: bytes, words: str
) -> None:
    headers = {"content-type": "application/json"}
    answer = client.post("/predict/text", content=content, headers=headers)
    assert answer.status_code == 422
    assert words in answer.json()["detail"]


def test_a_body_without_an_announced_length_is_cut_off(
    client: httpx.Client,
) -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield bytes(65536)

    try:
        answer = client.post(PICTURE, content=endless(), headers=PNG)
        assert answer.status_code == 413
    except httpx.TransportError:
        pass  # the service closed the line while we still sent
    assert client.get("/health").status_code == 200


def test_a_body_that_says_it_is_short_is_cut_off(client: httpx.Client) -> None:
    url = client.base_url
    with socket.create_connection((url.host, url.port or 80)) as line:
        line.sendall(
            b"POST /predict/picture HTTP/1.1\r\nHost: x\r\n"
            b"Content-Type: image/png\r\nContent-Length: 999999999\r\n\r\n"
        )
        assert line.recv(100).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize("path", ["/health", "/predict/text", PICTURE])
def test_no_generated_request_breaks_it(service: Any, path: str) -> None:
    """Every answer must be one that the service's own description promises."""
    api = schemathesis.openapi.from_asgi("/openapi.json", service)
    method = "GET" if path == "/health" else "POST"

    @given(
        api[path][method].as_strategy(GenerationMode.POSITIVE)
        | api[path][method].as_strategy(GenerationMode.NEGATIVE)
    )
    def fuzz(case: Any) -> None:
        case.call_and_validate()

    fuzz()


def test_a_service_without_models_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to serve"):
        app()


def test_names_that_do_not_fit_the_scores_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot be served with 2 classes"):
        app(PictureModel(Brightest(), NAMES[:2]))


def test_a_served_module_is_in_evaluation_mode(texts: TextModel) -> None:
    texts.model.train()  # type: ignore[attr-defined]
    app(texts=texts)
    assert not texts.model.training  # type: ignore[attr-defined]


def test_it_stops_with_the_block(service: Any, tmp_path: Path) -> None:
    with running(service) as url:
        assert httpx.get(url + "/health").status_code == 200
    with pytest.raises(httpx.ConnectError):
        httpx.get(url + "/health")
