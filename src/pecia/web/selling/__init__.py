"""Selling: the price of a document, and what a seller has earned."""
