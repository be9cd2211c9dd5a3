"""Schematic drawings: from sources in ``book/drawings`` to SVG."""
