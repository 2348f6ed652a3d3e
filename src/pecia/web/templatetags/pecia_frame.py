"""What stands on every page: written once for all who see the same.

None of it has anything of a person; what has, such as their name, is left to the templates.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from pecia.web.frame.page import Site, Viewer

register = template.Library()

_KEPT = 256  # texts: by language, place, and what the operator has changed


@register.simple_tag
def colophon(exchange: Site) -> SafeString:
    """The foot of the page. All that it says is of the site."""
    return _written("web/frame/_colophon.html", get_language(), exchange=exchange)


@register.simple_tag
def masthead_search() -> SafeString:
    """The search in the ruled line at the top."""
    return _written("web/frame/_masthead_search.html", get_language())


@register.simple_tag(takes_context=True)
def places(context: Context) -> SafeString:
    """The main places, the one that is shown marked: as strangers, members and operators see
    them."""
    viewer = context.get("viewer") or Viewer()
    kind = Viewer(is_signed_in=viewer.is_signed_in, is_operator=viewer.is_operator)
    match = getattr(context.get("request"), "resolver_match", None)
    place = match.url_name if match else None
    return _written("web/frame/_places.html", get_language(), viewer=kind, place=place)


@lru_cache(_KEPT)
def _written(name: str, _language: str | None, **facts: Hashable) -> SafeString:
    """The template with those facts, in the language in force."""
    return render_to_string(name, facts)
