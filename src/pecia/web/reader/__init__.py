"""The document page: pages, text, certificate, report."""

from __future__ import annotations
