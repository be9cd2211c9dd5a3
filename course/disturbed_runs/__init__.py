"""Runs disturbed on purpose: other rounding, planted faults, a kill."""
