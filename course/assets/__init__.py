"""The shipped data and weights, rebuilt from their packages."""
