"""The pages: views, templates, styles and behaviours of the site."""

from __future__ import annotations
