"""Orders: quoted, placed, fulfilled, refunded, each in a small step that may run twice."""
