"""The books: double entry, append-only, held by the database. Knows nothing of orders."""
