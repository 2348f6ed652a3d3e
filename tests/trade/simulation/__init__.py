"""A market that runs by itself: several processes, an adversarial provider, kills; then a reckoning."""
