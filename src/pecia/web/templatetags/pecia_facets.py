"""The values of a filter as boxes to tick: `{% facet_options facet %}`; a page has some forty."""

from __future__ import annotations

from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from pecia.web.catalogue.page import Facet, Option
from pecia.web.templatetags.pecia_format import figure, other_lang

register = template.Library()


@register.simple_tag
def facet_options(facet: Facet) -> SafeString:
    """Each with how many documents have it."""
    rows = "".join(_option(facet.name, option) for option in facet.options)
    return mark_safe(rows)  # noqa: S308  every variable part is escaped


def _option(name: str, option: Option) -> str:
    checked = " checked" if option.is_chosen else ""
    return (
        f'<label class="check"><input type="checkbox" name="{escape(name)}"'
        f' value="{escape(option.value)}"{checked}>'
        f"<span{other_lang(option.language)}>{escape(option.label)}</span>"
        f'<span class="check__n">{figure(option.count)}</span></label>'
    )
