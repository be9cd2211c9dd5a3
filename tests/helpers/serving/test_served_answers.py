"""What a model is given, and what becomes of an output that is no answer."""

import io
import logging
import zlib
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch
from fastapi import FastAPI
from PIL import Image
from starlette.testclient import TestClient
from torch import Tensor, nn

from helpers.images import read_pixels
from helpers.serving import NoAnswerError, PictureModel, TextModel, app

CORNERS = ["top left", "top right", "bottom left", "bottom right"]
# In which corner a viewer shows what is stored top left, by orientation.
SHOWN_IN = dict(
    zip(
        range(1, 9), [CORNERS[i] for i in (0, 1, 3, 2, 0, 1, 3, 2)], strict=True
    )
)
NAN, INF = float("nan"), float("inf")


class Brightest(nn.Module):
    """Says in which corner a picture is brightest."""

    def forward(self, x: Tensor) -> Tensor:
        x = x.float().mean(dim=1)
        rows, columns = x.shape[1] // 2, x.shape[2] // 2
        corners = [
            half[..., part].mean(dim=(1, 2))
            for half in (x[:, :rows], x[:, rows:])
            for part in (slice(columns), slice(columns, None))
        ]
        return torch.stack(corners, dim=1)


class Saying(nn.Module):
    """Gives the same output whatever it is asked, once it is ready."""

    def __init__(self, output: Any, first: Any = None) -> None:
        super().__init__()
        self.outputs = [output if first is None else first]
        self.last = output

    def forward(self, *inputs: Tensor) -> Any:
        return self.outputs.pop() if self.outputs else self.last


def in_file(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def ask(service: FastAPI, content: bytes, kind: str = "png") -> Any:
    client = TestClient(service, raise_server_exceptions=False)
    return client.post(
        "/predict/picture",
        content=content,
        headers={"content-type": f"image/{kind}"},
    )


def tokenizer(*_: Any, **__: Any) -> dict[str, Tensor]:
    """Stand in for a tokenizer: two tokens, whatever the text."""
    return dict.fromkeys(("input_ids", "attention_mask"), torch.ones(1, 2))


def of_pictures(model: nn.Module, classes: Any) -> FastAPI:
    return app(pictures=PictureModel(model, classes))


def of_texts(model: nn.Module, classes: Any) -> FastAPI:
    return app(texts=TextModel(model, tokenizer, classes))


def first_answer(service: FastAPI) -> Any:
    """Ask whatever the service has."""
    client = TestClient(service, raise_server_exceptions=False)
    if client.get("/health").json()["models"] == ["text"]:
        return client.post("/predict/text", json={"text": "a"})
    return ask(service, in_file(Image.new("RGB", (4, 4))))


BOTH = pytest.mark.parametrize("serve", [of_pictures, of_texts])


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "MPO"])
@pytest.mark.parametrize("orientation", SHOWN_IN)
def test_a_photograph_is_seen_as_a_viewer_shows_it(
    orientation: int, kind: str
) -> None:
    """MPO is what telephones write: a JPEG with a second picture in it."""
    image = Image.new("RGB", (48, 32))
    image.paste((255, 255, 255), (0, 0, 24, 16))
    exif = Image.Exif()
    exif[0x0112] = orientation
    more = {"save_all": True, "append_images": [image]} if kind == "MPO" else {}
    content = in_file(image, kind, exif=exif, **more)
    service = of_pictures(Brightest(), CORNERS)
    answer = ask(service, content, "png" if kind == "PNG" else "jpeg")
    assert answer.json()["label"] == SHOWN_IN[orientation]


def pictures_of_every_mode() -> dict[str, Image.Image]:
    noise = np.random.default_rng(0).integers(0, 256, (6, 8, 4), np.uint8)
    colour = Image.fromarray(noise[:, :, :3])
    modes = ("1", "L", "LA", "P", "RGB", "CMYK")
    return {mode: colour.convert(mode) for mode in modes} | {
        "RGBA": Image.fromarray(noise),
        "I;16": Image.fromarray(noise[:, :, 0].astype(np.uint16) * 257),
    }


PICTURES = pictures_of_every_mode()


@pytest.mark.parametrize(("mode", "image"), PICTURES.items(), ids=[*PICTURES])
def test_the_model_gets_what_a_loader_reads(
    mode: str, image: Image.Image
) -> None:
    seen = []

    def model(x: Tensor) -> Tensor:
        seen.append(x)
        return torch.zeros(1, 2)

    content = in_file(image, "JPEG" if mode == "CMYK" else "PNG")
    PictureModel(model, ["a", "b"]).predict(content)
    (batch,) = seen
    assert batch.shape == (1, 3, 6, 8)
    assert batch.dtype == torch.uint8
    found = batch[0].permute(1, 2, 0).numpy()
    assert (found == read_pixels(content, channels=3)).all()


def test_a_bright_picture_of_16_bits_is_not_white() -> None:
    grey = Image.fromarray(np.full((4, 4), 25700, np.uint16))
    seen = []

    def model(x: Tensor) -> Tensor:
        seen.append(x.unique().tolist())
        return torch.zeros(1, 2)

    PictureModel(model, ["a", "b"]).predict(in_file(grey))
    assert seen == [[100]]


def test_a_picture_is_turned_before_it_is_made_square() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (6, 9, 3), np.uint8)
    exif = Image.Exif()
    exif[0x0112] = 6
    seen = []

    def model(x: Tensor) -> Tensor:
        seen.append(x[0].permute(1, 2, 0).numpy())
        return torch.zeros(1, 2)

    content = in_file(Image.fromarray(noise), exif=exif)
    PictureModel(model, ["a", "b"], side=4).predict(content)
    upright = Image.fromarray(np.rot90(noise, -1).copy())
    assert (seen[0] == np.array(upright.resize((4, 4)))).all()


def test_pixels_beyond_the_limit_of_pillow_are_counted_as_too_many() -> None:
    content = bytearray(in_file(Image.new("RGB", (4, 4))))
    content[16:24] = (20_000).to_bytes(4) * 2
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4)
    answer = ask(of_pictures(Brightest(), CORNERS), bytes(content))
    assert answer.status_code == 422
    assert "far too many pixels; at most 4,000,000" in answer.json()["detail"]


@BOTH
@pytest.mark.parametrize(
    "scores",
    [
        [NAN, NAN], [NAN, 0.0], [0.0, NAN], [INF, 0.0], [INF, INF],
        [-INF, -INF], [NAN, INF],
    ],
)  # fmt: skip
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_scores_without_an_answer_are_an_error(
    serve: Callable[..., FastAPI],
    scores: list[float],
    dtype: torch.dtype,
    caplog: pytest.LogCaptureFixture,
) -> None:
    output = torch.tensor([scores], dtype=dtype)
    service = serve(Saying(output, torch.zeros(1, 2)), ["cat", "dog"])
    with caplog.at_level(logging.ERROR):
        answer = first_answer(service)
    assert answer.status_code == 500
    assert set(answer.json()) == {"detail"}
    assert "no class is known; the log" in answer.json()["detail"]
    assert "its scores for this input hold nan or infinity" in caplog.text


def test_the_description_names_the_error() -> None:
    service = of_pictures(Brightest(), CORNERS)
    answers = service.openapi()["paths"]["/predict/picture"]["post"]
    assert "500" in answers["responses"]


@BOTH
def test_a_model_may_have_no_answer_when_it_is_tried(
    serve: Callable[..., FastAPI],
) -> None:
    """Dividing by the deviation of a picture of one colour gives nan."""
    model = Saying(torch.tensor([[0.0, 1.0]]), torch.tensor([[NAN, NAN]]))
    answer = first_answer(serve(model, ["cat", "dog"]))
    assert answer.status_code == 200
    assert answer.json()["label"] == "dog"


@BOTH
def test_a_class_that_is_ruled_out_has_probability_0(
    serve: Callable[..., FastAPI],
) -> None:
    model = Saying(torch.tensor([[-INF, 1.0]]))
    answer = first_answer(serve(model, ["cat", "dog"]))
    assert answer.json()["probabilities"] == {"cat": 0.0, "dog": 1.0}


@BOTH
@pytest.mark.parametrize(
    "dtype", [torch.bfloat16, torch.float16, torch.float64, torch.int64]
)
def test_scores_of_any_precision_become_shares(
    serve: Callable[..., FastAPI], dtype: torch.dtype
) -> None:
    scores = torch.tensor([[1, 2, 4]], dtype=dtype)
    answer = first_answer(serve(Saying(scores), ["a", "b", "c"])).json()
    powers = np.exp([1, 2, 4])
    expected = powers / powers.sum()
    found = list(answer["probabilities"].values())
    assert found == pytest.approx(expected, rel=1e-6)


WRONG = [
    (torch.zeros(1, 3), r"\(1, 2\).*returned a Tensor \(1, 3\)"),
    (torch.zeros(1, 1), r"returned a Tensor \(1, 1\)"),
    (torch.zeros(2), r"returned a Tensor \(2,\)"),
    (torch.zeros(2, 2), r"returned a Tensor \(2, 2\)"),
    (torch.zeros(1, 2, 1), r"returned a Tensor \(1, 2, 1\)"),
    ((torch.zeros(1, 2),), "returned a tuple"),
    (SimpleNamespace(logits=torch.zeros(1, 2)), "returned a SimpleNamespace"),
    ([0.0, 1.0], "returned a list"),
    (np.zeros((1, 2)), r"returned a ndarray \(1, 2\)"),
]


@BOTH
@pytest.mark.parametrize(("output", "message"), WRONG, ids=str)
def test_a_model_with_another_output_is_not_served(
    serve: Callable[..., FastAPI], output: Any, message: str
) -> None:
    with pytest.raises(ValueError, match=f"served with 2 classes.*{message}"):
        serve(Saying(output), ["cat", "dog"])


@BOTH
@pytest.mark.parametrize(("output", "message"), WRONG, ids=str)
def test_an_output_that_changes_is_an_error_too(
    serve: Callable[..., FastAPI],
    output: Any,
    message: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    model = Saying(output, torch.zeros(1, 2))
    answer = first_answer(serve(model, ["cat", "dog"]))
    assert answer.status_code == 500
    assert "no class is known; the log" in answer.json()["detail"]
    assert "must return a Tensor (1, 2)" in caplog.text


def test_without_a_service_it_is_an_exception() -> None:
    model = PictureModel(Saying(torch.tensor([[NAN, 0.0]])), ["a", "b"])
    with pytest.raises(NoAnswerError, match="no class is known"):
        model.predict(in_file(Image.new("RGB", (4, 4))))


@pytest.mark.parametrize(
    "classes",
    [
        np.array(["cat", "dog"]),
        pd.Series(["cat", "dog"]),
        pd.Index(["cat", "dog"]),
        ("cat", "dog"),
    ],
)
def test_names_may_come_in_any_sequence(classes: Any) -> None:
    answer = first_answer(of_pictures(Saying(torch.zeros(1, 2)), classes))
    assert answer.json()["probabilities"] == {"cat": 0.5, "dog": 0.5}


@pytest.mark.parametrize(
    "classes", [[3, 7], np.array([3, 7]), [np.int64(3), np.int8(7)]]
)
def test_classes_that_are_numbers_are_named_by_them(classes: Any) -> None:
    answer = first_answer(of_pictures(Saying(torch.tensor([[0, 9]])), classes))
    assert answer.status_code == 200
    assert answer.json()["label"] == "7"


@pytest.mark.parametrize("classes", [["cat", "dog", "cat"], [1, "1", 2]])
def test_classes_of_the_same_name_are_refused(classes: Any) -> None:
    with pytest.raises(ValueError, match="several classes are called '"):
        of_pictures(Saying(torch.zeros(1, 3)), classes)
