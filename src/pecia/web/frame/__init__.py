"""The frame round every page: masthead, colophon, language, theme."""

from __future__ import annotations
