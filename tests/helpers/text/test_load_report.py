"""What a library logs while it loads is caught, and nothing stays changed."""

import logging

import pytest

from helpers.text import load_with_report

logger = logging.getLogger("transformers.modeling_utils")


def load() -> str:
    logger.warning("\x1b[1mREPORT\x1b[0m\nhead: MISSING")
    logger.info("a detail")
    return "model"


def test_the_report_comes_back_without_colours(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert load_with_report(load) == ("model", "REPORT\nhead: MISSING")
    assert capsys.readouterr() == ("", "")


def test_silence_gives_an_empty_report() -> None:
    assert load_with_report(lambda: 7) == (7, "")


def test_logging_is_as_before_even_after_an_error() -> None:
    root = logging.getLogger("transformers")
    before = (root.handlers, root.level, root.propagate)

    def fail() -> None:
        raise OSError("no such model")

    with pytest.raises(OSError, match="no such model"):
        load_with_report(fail)
    assert (root.handlers, root.level, root.propagate) == before
