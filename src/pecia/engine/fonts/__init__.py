"""The fonts that documents ask for, and what stands in where they are not installed."""

from __future__ import annotations

from pathlib import Path

# Read by fontconfig in the zygotes: the system's own configuration, then our substitutes.
CONFIGURATION = Path(__file__).with_name("substitutes.conf")
