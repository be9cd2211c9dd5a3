"""What learners get of the exercises: notebooks, and pages of the book."""
