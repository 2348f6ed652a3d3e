"""Browsers by the names that people know."""

from __future__ import annotations

from django import template

from pecia.web.account.browsers import browser_name

register = template.Library()


@register.filter
def browser(user_agent: str) -> str:
    """`Firefox, Linux` for what a browser says of itself."""
    return browser_name(user_agent)
