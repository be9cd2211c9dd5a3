"""Whether the same comes out: disturbed, broken or killed runs."""
