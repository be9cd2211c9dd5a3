"""The files of the repository: notebooks, prose, stored results."""
