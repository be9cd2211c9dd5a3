"""Running chapters, checking their style, making exercises of solutions."""
