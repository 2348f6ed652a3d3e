"""What a reader may like: read together, read by the same people, and why."""
