"""The price of a document beside it, with what the file really is."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pecia.kernel import clock
from pecia.library.public import Document, Edition
from pecia.trade.public import (
    Money,
    OfferCard,
    Price,
    fee_of,
    fee_schedule_at,
    offer_card,
    prices_of,
)
from pecia.web.frame.entries import image_url
from pecia.web.frame.prices import price_words, told
from pecia.web.reader.page import CardRow, Download


def priced_download(document: Document, edition: Edition) -> Download | None:
    """What the file costs those who have not bought it; None where it is not for sale."""
    prices = prices_of(document)
    if not prices:
        return None
    card = offer_card(document, edition)
    sample = card.sample_page
    return Download(
        "priced",
        edition.size,
        prices=tuple(map(price_words, prices)),
        card=card_rows(card),
        uploader_share=_share(prices[0]),
        sample_page=sample or 0,
        sample_url=image_url(document.number, edition, sample, 1200) if sample else "",
    )


def _share(price: Price) -> str:
    schedule = fee_schedule_at(clock.now())
    fee = fee_of(price.amount, schedule.basis_points) if schedule else 0
    amounts = {
        "seller": told(Money(price.amount - fee, price.currency)),
        "fee": told(Money(fee, price.currency)),
    }
    if not fee:
        return _("All of it, %(seller)s, to the uploader") % amounts
    return _("%(seller)s to the uploader, %(fee)s to this site") % amounts


def card_rows(card: OfferCard) -> tuple[CardRow, ...]:
    """What the file is, in plain words; what a buyer may dislike is marked."""
    rows = [CardRow("page", _extent(card))]
    rows.append(CardRow("eye", _free(card)))
    if card.is_scanned:
        rows.append(CardRow("warn", _("Pictures of pages: the text can't be searched"), True))
    if card.blank_pages:
        words = ngettext("%(n)d blank page", "%(n)d blank pages", card.blank_pages)
        rows.append(CardRow("warn", words % {"n": card.blank_pages}, True))
    editable = _("Can be edited") if card.is_editable else _("Can't be edited as text")
    rows.append(CardRow("pen", editable))
    if card.missing_fonts:
        names = ", ".join(card.missing_fonts[:4])
        rows.append(CardRow("warn", _("Fonts not in the file: %(names)s") % {"names": names}, True))
    return tuple(rows)


def _extent(card: OfferCard) -> str:
    pages = ngettext("%(n)d page", "%(n)d pages", card.pages) % {"n": card.pages}
    words = ngettext("%(n)s word", "%(n)s words", card.words) % {"n": f"{card.words:,}"}
    return _("%(pages)s, %(words)s") % {"pages": pages, "words": words}


def _free(card: OfferCard) -> str:
    if card.free_pages >= card.pages:
        return _("All pages can be read here first")
    words = ngettext(
        "The first page is free to read", "The first %(n)d pages are free to read", card.free_pages
    ) % {"n": card.free_pages}
    if card.sample_page is None:
        return words
    more = _("and page %(page)d, which this site has chosen") % {"page": card.sample_page}
    return f"{words} {more}"
