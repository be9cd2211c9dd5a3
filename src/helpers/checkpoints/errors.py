"""The error of files that cannot, or must not, be loaded.

Its message says which file it is, what is wrong and what to do.
"""


class CheckpointError(ValueError):
    """A file of weights or of a run is damaged, foreign or does not fit."""
