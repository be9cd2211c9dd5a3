"""The error of the data loaders: an asset is missing, broken or out of reach.

Its message says which file it is about, what is wrong and how to fix it.
"""


class AssetError(RuntimeError):
    """Data or weights that a loader needs are not there as they should be."""
