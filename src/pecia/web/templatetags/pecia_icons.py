"""Icons out of the one sprite: `{% icon "search" %}`, `{% icon "search" "i--s" %}`.

An icon says nothing by itself; the words stand beside it or in the control's accessible name.
"""

from __future__ import annotations

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

SPRITE = "web/icons.svg"


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """An icon of the 20 pixel grid, in the colour of the text."""
    return _use(f"i-{name}", f"i {classes}".strip())


@register.simple_tag
def mark(name: str, classes: str = "") -> SafeString:
    """One of the larger marks: `brand`, `seal`, `seal-zh`."""
    return _use(name, classes)


@cache  # a page has about fifty, of few kinds
def _use(symbol: str, classes: str) -> SafeString:
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        classes,
        static(SPRITE),
        symbol,
    )
