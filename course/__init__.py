"""Maintainers' commands: ``python -m course`` lists them."""
