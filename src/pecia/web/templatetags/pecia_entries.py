"""What each document in a list shows: `{% cover entry %}`, `{% title entry %}`, `{% meta entry %}`.

Tags and no templates: a page has dozens of them, and included templates took most of its time.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from html import escape

from django import template
from django.utils import formats, timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext, pgettext

from pecia.web.frame.page import Entry
from pecia.web.templatetags.pecia_format import figure, other_lang, size

register = template.Library()

_HEIGHTS = {"wide": 180, "sheet": 226}  # of a cover 320 pixels wide
_HEIGHT = 453
_DAYS = 4_096  # written dates that are remembered


@register.simple_tag
def cover(entry: Entry) -> SafeString:
    """The cover beside a title; the title is the link, so this one is out of the way."""
    return mark_safe(  # noqa: S308  every variable part is escaped
        f'<a class="entry__cover" href="{entry.address}" tabindex="-1"'
        f' aria-hidden="true">{_picture(entry)}</a>'
    )


def _picture(entry: Entry) -> str:
    shape = f" cover--{escape(entry.shape)}" if entry.shape else ""
    if not entry.cover_url:
        return f'<span class="cover cover--none{shape}"></span>'
    return (
        f'<img class="cover{shape}" src="{escape(entry.cover_url)}" alt="" loading="lazy"'
        f' decoding="async" width="320" height="{_HEIGHTS.get(entry.shape, _HEIGHT)}">'
    )


@register.simple_tag
def title(entry: Entry) -> SafeString:
    """The title with its extension, in its own language."""
    extension = f'<span class="ext">{escape(entry.extension)}</span>'
    words = f"<span{other_lang(entry.language)}>{escape(entry.title)}{extension}</span>"
    return mark_safe(words)  # noqa: S308  every variable part is escaped


@register.simple_tag
def meta(entry: Entry, *, full: bool = False) -> SafeString:
    """Format, length and uploader in a row, with the price; in full size, day and number instead,
    for the price stands beside."""
    code, shown = escape(entry.format_code), escape(entry.format_code.upper())
    written = f"<span>{size(entry.size_bytes)}</span>" if full and entry.size_bytes else ""
    more = f"<span>{_day(entry.uploaded_at)}</span>{_number(entry)}" if full else _priced(entry)
    return mark_safe(  # noqa: S308  every variable part is escaped
        f'<p class="meta"><span><span class="ft" data-ft="{code}">{shown}</span></span>'
        f"<span>{_length(entry)}</span>{written}"
        f'<span class="masked" translate="no">{escape(entry.uploader_name)}</span>{more}</p>'
    )


@register.simple_tag
def price(entry: Entry) -> SafeString:
    """What it costs; nothing is said of what costs nothing."""
    words = f'<span class="price" translate="no">{escape(entry.price)}</span>'
    return mark_safe(words if entry.price else "")  # noqa: S308  every variable part is escaped


@register.simple_tag
def downloads(entry: Entry) -> str:
    """How often it was downloaded."""
    times = entry.downloads
    return ngettext("%(shown)s download", "%(shown)s downloads", times) % {"shown": figure(times)}


def _priced(entry: Entry) -> str:
    return f"<span>{price(entry)}</span>" if entry.price else ""


def _number(entry: Entry) -> str:
    return f'<span class="no" translate="no">№ {entry.number}</span>'


def _length(entry: Entry) -> str:
    total = entry.page_count
    if entry.shape == "wide":
        return ngettext("%(total)s slide", "%(total)s slides", total) % {"total": total}
    return ngettext("%(total)s p.", "%(total)s pp.", total) % {"total": total}


def _day(when: datetime) -> str:
    local = timezone.localtime(when) if timezone.is_aware(when) else when
    written = _written(local.date(), get_language() or "")
    return f'<time datetime="{local.isoformat()}">{written}</time>'


@lru_cache(_DAYS)
def _written(day: date, _language: str) -> str:
    """A day as that language, which is the one in force, writes it."""
    return escape(formats.date_format(day, pgettext("date format", "j M Y")))
