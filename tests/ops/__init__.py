"""The commands of the people who run a site."""

from __future__ import annotations
