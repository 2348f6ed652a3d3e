"""Measurements of Pecia beside the programs that people use for the same work today."""
