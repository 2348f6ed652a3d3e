"""What was found, with the places marked: `{{ hit.snippet|finds }}`, `{% hit_row hit %}`.

In Python and no templates: a page of results has ten of these rows and some forty such texts.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from pecia.web.search.page import Hit, Piece
from pecia.web.templatetags.pecia_entries import cover, downloads, meta, price
from pecia.web.templatetags.pecia_format import other_lang

register = template.Library()


@register.filter
def finds(pieces: Iterable[Piece]) -> SafeString:
    """Pieces of a text as HTML, the finds in `<mark>`."""
    return mark_safe("".join(map(_piece, pieces)))  # noqa: S308  every piece is escaped


@register.simple_tag
def hit_row(hit: Hit) -> SafeString:
    """A document in the results, with the place of the find."""
    entry = hit.entry
    return mark_safe(  # noqa: S308  every variable part is escaped
        f'<li class="entry entry--result">{cover(entry)}\n'
        f'  <h2 class="title entry__title"><a href="{entry.address}">{_title(hit)}</a>'
        f"</h2>\n  {meta(entry, full=True)}\n  {_place(hit)}\n"
        f'  <div class="entry__side">{price(entry)}'
        f'<span class="muted">{downloads(entry)}</span></div>\n</li>'
    )


def _title(hit: Hit) -> str:
    extension = f'<span class="ext">{escape(hit.entry.extension)}</span>'
    return f"<span{other_lang(hit.entry.language)}>{finds(hit.title)}{extension}</span>"


def _place(hit: Hit) -> str:
    """A few words of the page that has the find, which open it; or that it is a closed one."""
    if not hit.snippet:
        closed = _("On a page beyond the free preview")
        return f'<p class="entry__snippet muted">{escape(closed)}</p>' if hit.is_closed else ""
    there = f"{hit.entry.address}?from={hit.page}{escape(hit.finds)}#p{hit.page}"
    words = _("p. %(page)s") % {"page": hit.page}
    return (
        f'<p class="entry__snippet"><a class="pp" href="{there}">{escape(words)}</a>'
        f"<span{other_lang(hit.entry.language)}>{finds(hit.snippet)}</span></p>"
    )


def _piece(piece: Piece) -> str:
    text = escape(piece.text)
    return f"<mark>{text}</mark>" if piece.is_find else text
