"""How many rows are worked on at a time.

The float64 copies of a block stay in the processor's cache, and a metric of
many rows needs no more memory than one of few.
"""

BLOCK = 1 << 16
