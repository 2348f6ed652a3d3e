"""The search: its page, its feed, and what browsers are told of it."""
