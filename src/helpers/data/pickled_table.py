"""Read a table that a package keeps as a pickle, without running its code.

A pickle may name any function of any library to be called while it is read.
This reader knows nothing but the classes that a pandas table consists of.
"""

import io
import lzma
import pickle
import warnings
from typing import Any

import pandas as pd

from helpers.data.errors import AssetError

_OF_A_TABLE = {
    ("builtins", "slice"),
    ("numpy", "dtype"),
    ("numpy", "ndarray"),
    ("numpy.core.multiarray", "_reconstruct"),
    ("numpy.core.numeric", "_frombuffer"),
    ("pandas._libs.internals", "_unpickle_block"),
    ("pandas.core.frame", "DataFrame"),
    ("pandas.core.indexes.base", "Index"),
    ("pandas.core.indexes.base", "_new_Index"),
    ("pandas.core.indexes.range", "RangeIndex"),
    ("pandas.core.internals.managers", "BlockManager"),
}


class _TablesOnly(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _OF_A_TABLE:
            raise AssetError(
                f"the pickled table asks for {module}.{name}, which no table "
                "needs; it was not run. Do not use this file"
            )
        return super().find_class(module, name)


def read_pickled_table(compressed: bytes) -> pd.DataFrame:
    """Return the table of a pickle that was compressed with LZMA.

    Raises
    ------
    AssetError
        If the bytes hold anything but a table, or code to be run.
    """
    with warnings.catch_warnings():
        # Old pickles name modules of NumPy that have moved since.
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            data = lzma.decompress(compressed)
            table = _TablesOnly(io.BytesIO(data)).load()
        except (lzma.LZMAError, pickle.UnpicklingError, EOFError) as error:
            raise AssetError(f"this is no pickled table: {error}") from error
    if not isinstance(table, pd.DataFrame):
        raise AssetError(f"a table was expected, got {type(table).__name__}")
    return table
