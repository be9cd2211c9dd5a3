"""One module for each training loop that the benchmark compares.

Each has a function ``prepare(work) -> fit``, written as its library's own
documentation has it, with loggers, checkpoints and progress bars off.
"""
