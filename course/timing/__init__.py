"""What chapters cost to run, and the page that says so."""
