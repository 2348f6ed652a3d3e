"""The one-time page on which the first operator is made."""
