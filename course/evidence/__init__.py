"""Claims of the form "A beats B": runs with other seeds, and verdicts."""
