"""Stripe: the buyer pays on Stripe's own page (Checkout), so that ours need no script of it."""
