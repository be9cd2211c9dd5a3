"""Notebooks under ``pytest --nbval``.

The modules here make the stored outputs of a notebook a test that means
something: the same on every machine, quick to fail, and without holes.
"""
