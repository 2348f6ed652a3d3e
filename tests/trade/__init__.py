"""Prices, orders, payments, books, payouts."""
