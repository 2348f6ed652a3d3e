"""Hostile input: small generated files, each with the outcome the engine must give."""

from __future__ import annotations
