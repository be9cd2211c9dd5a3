"""Helpers of the course *PyTorch Deep Learning Across Domains*.

The notebooks import from here what is plumbing; the ideas stay in the
notebooks. Nothing is imported at this level, so that ``import helpers`` is
quick and each module can be read, and used, on its own.
"""
