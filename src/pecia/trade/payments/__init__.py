"""Payments: what providers say, turned into entries and into what becomes of orders."""
