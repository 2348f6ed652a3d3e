"""Bugs that are planted on purpose, each of which a test of trade must notice."""
