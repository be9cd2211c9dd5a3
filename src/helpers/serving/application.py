"""The service itself: what can be asked, and how each wrong question ends.

Every refusal is a JSON object ``{"detail": "what was wrong, what to do"}``
with a status from 400 to 499, and 500 where the model's output is no answer,
such as nan; FastAPI describes all of it at ``/docs``.
"""

import logging
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from helpers.serving.body_limit import BodyLimit
from helpers.serving.models import (
    NoAnswerError,
    PictureModel,
    RefusedError,
    TextModel,
    check_ready,
)

PICTURE_TYPES = ("image/png", "image/jpeg")
MOST_CHARACTERS = 2000
_log = logging.getLogger(__name__)


class Question(BaseModel):
    """A text to classify."""

    model_config = ConfigDict(extra="forbid", strict=True)
    text: str = Field(min_length=1, max_length=MOST_CHARACTERS)


class Answer(BaseModel):
    """The most probable class, and the probabilities of all."""

    label: str
    probability: float
    probabilities: dict[str, float]


class Problem(BaseModel):
    """What was wrong with a request."""

    detail: str


class Health(BaseModel):
    """That the service runs, and what it serves."""

    status: str
    models: list[str]


def app(
    pictures: PictureModel | None = None,
    texts: TextModel | None = None,
    most_bytes: int = 2_000_000,
) -> FastAPI:
    """Make a service: ``/health`` and ``/predict/picture``, ``/predict/text``.

    Parameters
    ----------
    pictures, texts
        What is served; at least one of them.
    most_bytes
        Requests with a longer body are refused, and not read to their end.

    Raises
    ------
    ValueError
        If there is nothing to serve, or the names of the classes do not fit
        the scores or are not all different.
    """
    if pictures is None and texts is None:
        raise ValueError("nothing to serve: pass pictures=... or texts=...")
    service = FastAPI(title="Models of the course", version="1")
    service.add_middleware(BodyLimit, most_bytes=most_bytes)
    service.add_exception_handler(RequestValidationError, _explain)
    service.add_exception_handler(NoAnswerError, _no_answer)
    names = []
    if pictures is not None:
        check_ready(pictures)
        _serve_pictures(service, pictures)
        names.append("picture")
    if texts is not None:
        check_ready(texts)
        _serve_texts(service, texts)
        names.append("text")

    @service.get("/health")
    def health() -> Health:
        return Health(status="ok", models=names)

    return service


def _problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: {"model": Problem} for status in statuses}


def _serve_texts(service: FastAPI, texts: TextModel) -> None:
    @service.post("/predict/text", responses=_problems(400, 413, 422, 500))
    def predict_text(question: Question) -> Answer:
        return _answer(texts.predict(question.text))


def _serve_pictures(service: FastAPI, pictures: PictureModel) -> None:
    file = {"schema": {"type": "string", "format": "binary"}}
    body = {"required": True, "content": dict.fromkeys(PICTURE_TYPES, file)}

    @service.post(
        "/predict/picture",
        responses=_problems(400, 413, 415, 422, 500),
        openapi_extra={"requestBody": body},
    )
    def predict_picture(
        content: Annotated[bytes, Depends(_picture_bytes)],
    ) -> Answer:
        try:
            return _answer(pictures.predict(content))
        except RefusedError as error:
            raise HTTPException(422, str(error)) from error


async def _picture_bytes(request: Request) -> bytes:
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in PICTURE_TYPES:
        raise HTTPException(
            415,
            "send the bytes of an image with the header Content-Type: "
            f"{' or '.join(PICTURE_TYPES)}",
        )
    return await request.body()


def _answer(probabilities: dict[str, float]) -> Answer:
    label = max(probabilities, key=probabilities.__getitem__)
    return Answer(
        label=label,
        probability=probabilities[label],
        probabilities=probabilities,
    )


async def _explain(request: Request, error: Exception) -> JSONResponse:
    """Say in a sentence what does not fit, without repeating the input."""
    assert isinstance(error, RequestValidationError)
    problems = []
    for fault in error.errors():
        place = ".".join(str(step) for step in fault["loc"] if step != "body")
        problems.append(f"{place or 'the body'}: {fault['msg']}")
    hint = '; send JSON such as {"text": "Where is my card?"}'
    return JSONResponse({"detail": "; ".join(problems) + hint}, 422)


async def _no_answer(request: Request, error: Exception) -> JSONResponse:
    """Say so rather than name some class; the reason is for the log only."""
    _log.error("%s: %s", request.url.path, error)
    detail = (
        "the model gave no answer for this input, so no class is known; the "
        "log of the service says why"
    )
    return JSONResponse({"detail": detail}, 500)
