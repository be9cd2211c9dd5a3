"""How many rows are computed at a time.

The float64 copies of a chunk stay in the processor's cache, and a metric of
many rows needs no more memory than one of few.
"""

CHUNK = 1 << 16
