"""The built pages: served, checked, printed; slides for teachers."""
