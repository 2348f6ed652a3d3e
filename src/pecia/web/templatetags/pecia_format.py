"""Dates, sizes and numbers as the two languages write them.

Formats are messages, so that a translation may change them: English writes `28 Dec 2022`,
Chinese `2022-12-28`; English groups thousands, Chinese does so only from a million on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from django import template
from django.utils import formats, timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext, pgettext_lazy

register = template.Library()

UNITS = ("B", "KB", "MB", "GB", "TB")
JSON_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}
GROUPED_FROM_IN_CHINESE = 1_000_000
# Punctuation between texts that templates join, with the spaces it needs.
SIGNS = {
    ",": pgettext_lazy("punctuation", ", "),
    ":": pgettext_lazy("punctuation", ": "),
    ".": pgettext_lazy("punctuation", "."),
    "(": pgettext_lazy("punctuation", " ("),
    ")": pgettext_lazy("punctuation", ")"),
    "item": pgettext_lazy("between items of a list", ", "),
}


@register.simple_tag
def day(when: datetime) -> SafeString:
    """The day, as a `<time>` element: `{% day edition.uploaded_at %}`."""
    return _time(when, pgettext("date format", "j M Y"))


@register.simple_tag
def moment(when: datetime) -> SafeString:
    """Day, hour and minute, as a `<time>` element."""
    return _time(when, pgettext("date and time format", "j M Y, H:i"))


def _time(when: datetime, wanted: str) -> SafeString:
    local = timezone.localtime(when) if timezone.is_aware(when) else when
    return format_html(
        '<time datetime="{}">{}</time>', local.isoformat(), formats.date_format(local, wanted)
    )


@register.simple_tag
def sign(mark: str) -> str:
    """A comma, colon, stop or bracket as the language writes it: `{% sign ":" %}`."""
    return str(SIGNS[mark])


@register.filter
def size(count: int) -> str:
    """A number of bytes in three figures: 7.70 KB, 31.4 MB, 118 MB."""
    amount, unit = float(count), 0
    while amount >= 1000 and unit < len(UNITS) - 1:
        amount, unit = amount / 1024, unit + 1
    digits = 0 if unit == 0 or amount >= 100 else 1 if amount >= 10 else 2
    return f"{formats.number_format(round(amount, digits), digits)} {UNITS[unit]}"


@register.filter
def figure(number: int) -> str:
    """A whole number, grouped as the language does."""
    if _is_chinese() and abs(number) < GROUPED_FROM_IN_CHINESE:
        return str(number)
    return f"{number:,}"


@register.filter
def spaced_hash(digest: str) -> str:
    """A hash in groups of eight, so that people can compare it."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


@register.filter
def other_lang(language: str) -> SafeString:
    """` lang="…"` when a text is in another language than the page, else nothing."""
    if not language or language == translation.get_language():
        return mark_safe("")
    return format_html(' lang="{}"', language)


@register.filter
def thousandths(number: float) -> str:
    """A length in the text layer: a dot whatever the language, without needless zeros."""
    return f"{number:.3f}".rstrip("0").rstrip(".")


@register.simple_tag
def json_ld(data: Mapping[str, object]) -> SafeString:
    """Structured data for machines; a data block, which a content security policy lets pass."""
    text = json.dumps(data, ensure_ascii=False).translate(JSON_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308


def _is_chinese() -> bool:
    return (translation.get_language() or "").startswith("zh")
