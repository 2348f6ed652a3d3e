"""Schema history; written by `makemigrations`, never edited after a release."""
