"""Factories: plain functions that make what tests need through the parts’ own doors."""
