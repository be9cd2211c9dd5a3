"""Tests of one group run in one process, also with pytest 9.2.

pytest-xdist 3.8 writes the group behind a test's name, into an attribute that
pytest no longer reads: ``--dist loadgroup`` then hands tests out one by one,
and each process makes the fixtures of a group anew. See issue 1386 of
pytest-xdist; with a version that mends it, nothing is left to do here.
"""

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give tests the names that xdist meant to give them."""
    for item in items:
        meant = getattr(item, "_nodeid", item.nodeid)
        if meant != item.nodeid:
            item._id = type(item.id).parse(meant)
