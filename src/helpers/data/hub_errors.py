"""What can go wrong with the Hugging Face Hub, in words that say what to do.

The clients' own errors are many and differ by version; here they become two.
"""

from collections.abc import Collection, Mapping
from typing import cast

from datasets.data_files import EmptyDatasetError
from datasets.exceptions import DatasetNotFoundError, DatasetsError
from huggingface_hub import HfApi
from huggingface_hub.errors import (
    GatedRepoError,
    HfHubHTTPError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)

# The library beneath `huggingface_hub` is `httpx` or `httpx2`, by version.
_HTTP_ERROR = cast(type[Exception], HfHubHTTPError.__mro__[1])

# To be caught in this order: some of the second are subclasses of the first.
NOT_THERE = (
    DatasetsError,
    EmptyDatasetError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)
NO_ANSWER = (_HTTP_ERROR, ConnectionError, TimeoutError, FileNotFoundError)


class HubUnreachableError(ConnectionError):
    """The Hub did not answer, and the data set is not in the cache."""


class HubContentError(LookupError):
    """The Hub answered, but does not have what was asked for."""


def unreachable(asked: str, cause: Exception) -> HubUnreachableError:
    """Return the error for a Hub that gives no answer, or a useless one."""
    return HubUnreachableError(
        f"cannot load {asked}: the Hub at {HfApi().endpoint} could not be "
        f"reached or broke off ({_first_line(cause)}), and the cache of "
        "earlier downloads does not have it. Use the files of the course "
        '(source="shipped", or unset COURSE_SOURCE), or connect this machine '
        "to the internet and try again. What was downloaded before is found "
        "without a network; with HF_HUB_OFFLINE=1 nothing else is tried."
    )


def not_there(asked: str, path: str, cause: Exception) -> HubContentError:
    """Return the error for a data set that the Hub does not give."""
    page = f"{HfApi().endpoint}/datasets/{path}"
    if isinstance(cause, GatedRepoError):
        problem = (
            "its owner asks each user to agree to terms first. Agree at "
            f"{page}, then log in with `hf auth login`"
        )
    elif isinstance(cause, RevisionNotFoundError):
        problem = f"the repository has no such revision. See {page}"
    elif isinstance(cause, RepositoryNotFoundError | DatasetNotFoundError):
        problem = (
            "the Hub has no such repository, or it is private. Check the name "
            f"at {page}, and log in with `hf auth login` if it is private"
        )
    else:
        problem = (
            f"its files are not as expected ({_first_line(cause)}). See {page}"
        )
    return HubContentError(
        f'cannot load {asked}: {problem}; source="shipped" does not need it.'
    )


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines() or ["no answer"]
    return f"{type(error).__name__}: {lines[0]}"


def check_content(
    asked: str,
    found: Mapping[str, Collection[str] | None],
    splits: Collection[str],
    columns: Collection[str],
) -> None:
    """Raise if a split is missing, or one of its columns.

    Parameters
    ----------
    asked
        The data set, as the message calls it.
    found
        The splits and the columns of each; None where they are not known.
    splits, columns
        Those that must be there.
    """
    for split in splits:
        if split not in found:
            raise HubContentError(
                f"{asked} has no split {split!r}, only {sorted(found)}; its "
                "owner may have changed it: ask for one of these, or use "
                'source="shipped".'
            )
    for split, names in found.items():
        missing = sorted(set(columns) - set(names or columns))
        if missing:
            raise HubContentError(
                f"split {split!r} of {asked} has no column {missing}, only "
                f"{sorted(names or ())}; its owner may have changed it: ask "
                'for an earlier revision, or use source="shipped".'
            )
