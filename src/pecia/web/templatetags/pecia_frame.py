"""What stands on every page and is the same for everybody who sees it: written once."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from pecia.web.frame.page import Site

register = template.Library()

_KEPT = 16  # feet: one for each language, and those of what the operator has just changed


@register.simple_tag
def colophon(exchange: Site) -> SafeString:
    """The foot of the page. All that it says is of the site."""
    return _colophon(exchange, get_language() or "")


@lru_cache(_KEPT)
def _colophon(exchange: Site, _language: str) -> SafeString:
    return render_to_string("web/frame/_colophon.html", {"exchange": exchange})
