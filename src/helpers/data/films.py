"""Which film a sentence is about, as far as its title tells.

The sentences of Rotten Tomatoes come without the film that they are about.
Some name it, and titles are listed in ``film_titles.txt``: mostly films of
2002, found by reading the sentences. All others cannot be told apart here.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

from datasets import DatasetDict


@cache
def known_titles() -> tuple[str, ...]:
    """Return the listed titles, lower case, as the sentences write them."""
    listed = files("helpers.data").joinpath("film_titles.txt")
    return tuple(listed.read_text(encoding="utf-8").split("\n")[:-1])


@cache
def _pattern(titles: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(titles, key=lambda title: (-len(title), title))
    return re.compile(
        r"(?<!\w)(" + "|".join(map(re.escape, longest_first)) + r")(?!\w)"
    )


def titles_in(
    texts: Iterable[str], titles: Sequence[str] | None = None
) -> list[set[str]]:
    """Return for each text which titles it names, as whole words.

    Parameters
    ----------
    texts
        Lower case or not.
    titles
        Lower case; by default :func:`known_titles`. Of two titles of which
        one holds the other, a text names the longer one.
    """
    pattern = _pattern(
        known_titles() if titles is None else tuple(t.lower() for t in titles)
    )
    return [set(pattern.findall(text.lower())) for text in texts]


def keep_films_apart(splits: DatasetDict) -> DatasetDict:
    """Leave out rows that name a film which a later split names, too.

    The test split stays whole; validation loses what it shares with test,
    and training what it shares with either. (Titles that name the same film
    in two ways are two titles here.)

    Parameters
    ----------
    splits
        With a column ``text``; ``train``, ``validation`` and ``test``.
    """
    kept = {}
    later: set[str] = set()
    for name in ("test", "validation", "train"):
        named = titles_in(splits[name]["text"][:])
        rows = [row for row, found in enumerate(named) if not found & later]
        kept[name] = splits[name].select(rows)
        later = later.union(*named)
    return DatasetDict({name: kept[name] for name in splits})
