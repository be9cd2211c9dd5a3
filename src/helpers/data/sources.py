"""Where a data set comes from: files of the course, or the Hugging Face Hub.

The source ``"shipped"`` needs no network. The source ``"hub"`` loads the
public repositories with `datasets`, and fails within seconds without a network.
"""

import os
from collections.abc import Callable, Collection
from concurrent.futures import Future
from threading import Thread
from typing import Literal, TypeVar, cast, get_args

from datasets import DatasetDict, IterableDataset, load_dataset
from datasets import IterableDatasetDict as StreamDict
from datasets.packaged_modules.cache.cache import Cache
from huggingface_hub import HfApi
from pyarrow import CacheOptions
from pyarrow.dataset import ParquetFragmentScanOptions

from helpers.data.hub_errors import (
    NO_ANSWER,
    NOT_THERE,
    HubContentError,
    HubUnreachableError,
    check_content,
    not_there,
    unreachable,
)

__all__ = [
    "HubContentError",
    "HubUnreachableError",
    "load_from_hub",
    "pick_source",
    "stream_from_hub",
]

Source = Literal["shipped", "hub"]
T = TypeVar("T")

# What a stream asks for at a time, beside the 5 MiB that the Hub's client
# reads ahead; by default 32 MiB, which is more than many a file has.
_STREAM_BYTES = ParquetFragmentScanOptions(
    cache_options=CacheOptions(range_size_limit=1 << 20, prefetch_limit=1)
)

# How long the Hub may take for its first answer. The clients themselves wait
# 10 to 100 seconds for each request, try some of them again five times, and
# try each of the Hub's addresses in turn.
ANSWER_SECONDS = 4.0


def pick_source(source: str | None = None) -> Source:
    """Return ``source``, or that of COURSE_SOURCE, or ``"shipped"``."""
    asked = source or os.environ.get("COURSE_SOURCE") or "shipped"
    if asked not in get_args(Source):
        asker = "source" if source else "the environment variable COURSE_SOURCE"
        raise ValueError(
            f'{asker} must be "shipped" (files of the course) or "hub" '
            f"(the Hugging Face Hub), got {asked!r}"
        )
    return cast(Source, asked)


def load_from_hub(
    path: str,
    name: str | None = None,
    *,
    revision: str | None = None,
    splits: Collection[str] = (),
    columns: Collection[str] = (),
) -> DatasetDict:
    """Return all splits of a data set of the Hub.

    Where the Hub is out of reach, what `datasets` has in its cache from the
    last download is returned, whatever its revision was.

    Parameters
    ----------
    path, name, revision
        Repository, such as ``"Salesforce/wikitext"``, its configuration and
        its branch or commit; as `datasets.load_dataset` takes them.
    splits, columns
        What the caller relies on; all splits are checked for the columns.

    Raises
    ------
    HubUnreachableError
        There is no answer within seconds, and nothing in the cache.
    HubContentError
        The repository, the revision, a split or a column does not exist, or
        the repository is private or gated.
    """
    asked = _in_words(path, name, revision)
    loaded: DatasetDict = _online_or_cached(
        asked,
        (path, name, revision),
        lambda: load_dataset(path, name, revision=revision),
        Cache.as_dataset,
    )
    check_content(asked, loaded.column_names, splits, columns)
    return loaded


def stream_from_hub(
    path: str,
    name: str | None = None,
    *,
    split: str,
    revision: str | None = None,
) -> IterableDataset:
    """Return one split of a data set of the Hub, read while it is used.

    Parameters and errors are those of `load_from_hub`, for one split; the
    files must be parquet, as those of most data sets are.
    """
    asked = _in_words(path, name, revision)
    streams: StreamDict = _online_or_cached(
        asked,
        (path, name, revision),
        lambda: load_dataset(
            path,
            name,
            revision=revision,
            streaming=True,
            fragment_scan_options=_STREAM_BYTES,
        ),
        Cache.as_streaming_dataset,
    )
    check_content(asked, dict.fromkeys(streams), [split], ())
    return streams[split]


def _in_words(path: str, name: str | None, revision: str | None) -> str:
    at = f" at revision {revision}" if revision else ""
    return f"{path} ({name}){at}" if name else f"{path}{at}"


def _online_or_cached(
    asked: str,
    address: tuple[str, str | None, str | None],
    load: Callable[[], T],
    from_cache: Callable[[Cache], T],
) -> T:
    path, name, revision = address
    try:
        _wait_for_answer(path, revision)
        return load()
    except NOT_THERE as error:
        raise not_there(asked, path, error) from error
    except NO_ANSWER as error:
        cause = error
    try:
        return from_cache(_cached(path, name))
    except ValueError:
        raise unreachable(asked, cause) from cause


def _wait_for_answer(path: str, revision: str | None) -> None:
    """Ask the Hub for the data set, and raise if it takes too long.

    The question is asked in a thread of its own, because neither the look-up
    of an address nor the attempts at several addresses obey a time limit.
    """
    answer: Future[object] = Future()

    def ask() -> None:
        try:
            answer.set_result(
                HfApi().dataset_info(
                    path, revision=revision, timeout=ANSWER_SECONDS
                )
            )
        except Exception as error:
            answer.set_exception(error)

    Thread(target=ask, daemon=True).start()
    answer.result(timeout=ANSWER_SECONDS + 1)


def _cached(path: str, name: str | None) -> Cache:
    """Return what `datasets` falls back on; a ValueError if it has nothing."""
    return Cache(
        repo_id=path,
        dataset_name=path.split("/")[-1],
        config_name=name,
        version="auto",
        hash="auto",
    )
