"""The steps, one a module. Each has `run(edition)`, which works and returns what to write."""
