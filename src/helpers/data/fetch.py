"""Fetch all assets that the course does not ship, once, for work offline.

``python -m helpers.data.fetch [NAME ...]`` prints what it did; what is cached
already is checked, and fetched anew if it is broken.
"""

import argparse
import sys

from helpers.data.errors import AssetError
from helpers.data.fetched.catalogue import Asset, catalogue
from helpers.data.fetched.store import ensure_cached, problem


def main(arguments: list[str] | None = None) -> int:
    """Fetch the named assets, or all; return the exit status."""
    assets = catalogue()
    parser = argparse.ArgumentParser(
        prog="python -m helpers.data.fetch",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help=f"one of {', '.join(assets)}; without a name: all of them",
    )
    names = parser.parse_args(arguments).names or list(assets)
    unknown = [name for name in names if name not in assets]
    if unknown:
        parser.error(f"no asset {unknown[0]!r}; there are {', '.join(assets)}")
    for name in names:
        try:
            _report(assets[name])
        except AssetError as error:
            print(f"{name}: {error}", file=sys.stderr)
            return 1
    return 0


def _report(asset: Asset) -> None:
    cached = problem(asset) is None
    folder = ensure_cached(asset)
    size = sum(file.bytes for file in asset.files) / 1e6
    did = "already there" if cached else "fetched"
    print(f"{asset.name}: {did}, {size:.0f} MB in {folder}", flush=True)
    if not cached:
        print(f"    terms: {asset.licence}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
