"""What sellers have earned: until it matures, while it is held, and on its way to their bank."""
