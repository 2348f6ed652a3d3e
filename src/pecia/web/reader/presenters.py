"""A document as its page shows it. Everything here has passed the gate: no page beyond the rights
of this reader, in no form, and in what is kept by others nothing beyond those of a stranger."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pecia.accounts.public import STRANGER
from pecia.edge.actors import actor_of
from pecia.library.public import (
    CategoryNode,
    Channel,
    Denial,
    Document,
    DownloadAccess,
    Edition,
    Rights,
    category_tree,
    editions_of,
    flat,
    is_favourite,
    may_change,
    of_publisher,
    rights_of,
)
from pecia.reading.public import (
    WIDTH,
    WIDTHS,
    Line,
    Page,
    Piece,
    lines_of,
    pages_of,
    pieces_of,
)
from pecia.web.frame.entries import image_url, thumbnail_url, uploader_name
from pecia.web.frame.language_names import html_language, language_name
from pecia.web.frame.page import Crumb
from pecia.web.reader import labels, page, structured
from pecia.web.reader.access import Opened
from pecia.web.reader.offers import priced_download

WINDOW = 8  # pages in one document page; the others are linked, and come while one scrolls
LAYERS = 3  # pages whose text layer is in the page itself
SHOWN_PIECES = 2
PIECES_CHARACTERS = 9_000  # of the description; the text view has everything
_BASELINE, _LETTERS = 0.8, 0.86  # of a line's height: where letters stand, how large they are


def document_page(request: HttpRequest, opened: Opened, first: int) -> page.DocumentPage:
    """`web/reader/document.html`, with the window of pages that begins at `first`."""
    document, edition, rights = opened.document, opened.edition, opened.rights
    actor = actor_of(request)
    rows = pages_of(edition, first, min(first + WINDOW - 1, rights.pages))
    opening = rows if first == 1 else pages_of(edition, 1, min(WINDOW, rights.pages))
    pieces, folded = description([row.text for row in opening])
    public = _for_strangers(document, edition, Channel.META)
    editions = editions_of(document)
    return page.DocumentPage(
        number=document.number,
        title=document.title,
        extension=dotted(edition),
        language=html_language(document.language),
        language_name=language_name(document.language),
        format_code=edition.extension or edition.format,
        format_name=labels.format_name(edition.family),
        size_bytes=edition.size,
        page_count=edition.page_count,
        readable_pages=rights.pages,
        uploader=_uploader(document),
        uploaded_at=document.published_at or document.created_at,
        edition=edition_row(document, edition, edition),
        editions=tuple(
            edition_row(document, row, edition)
            for row in editions
            if row.published_at is not None or rights.is_insider
        ),
        sheets=tuple(
            _sheet(document, edition, row, with_layer=row.number < first + LAYERS) for row in rows
        ),
        download=_download(document, edition, rights),
        certificate=certificate(document, edition),
        permanent_url=permanent_url(document),
        crumbs=crumbs(document),
        earlier_url=_window_url(document, edition, first - WINDOW) if first > 1 else "",
        later_url=_window_url(document, edition, first + WINDOW)
        if first + WINDOW <= rights.pages
        else "",
        summary=document.description,
        keywords=tuple(document.keywords),
        pieces=pieces,
        folded_pieces=folded,
        folded_characters=sum(len(piece.text) for piece in folded),
        reads=document.view_count,
        downloads=document.download_count,
        is_favourite=is_favourite(actor, document),
        may_edit=may_change(actor, document),
        standing=_standing(document, edition, rights),
        meta=structured.meta_of(document, edition, public, opening[0].text if opening else ""),
    )


def layer_of(edition: Edition, row: Page) -> page.TextLayer:
    """The text layer of a page that may be read."""
    lines = tuple(_line(line) for line in lines_of(edition, row) if line[4].strip())
    return page.TextLayer(row.width, row.height, lines)


def description(
    texts: Sequence[str],
) -> tuple[tuple[page.Piece, ...], tuple[page.Piece, ...]]:
    """The text of the first pages, which may be read, in pieces: those shown, those folded."""
    pieces = tuple(map(_piece, pieces_of(_up_to(texts, PIECES_CHARACTERS))))
    return pieces[:SHOWN_PIECES], pieces[SHOWN_PIECES:]


def text_view(request: HttpRequest, opened: Opened, first: int) -> page.TextView:
    """`web/reader/text.html`: the readable pages as running text, a window at a time."""
    document, edition, rights = opened.document, opened.edition, opened.rights
    last = min(first + WINDOW - 1, rights.pages)
    url = reverse("reader-text", args=[document.number])
    return page.TextView(
        number=document.number,
        title=document.title,
        extension=dotted(edition),
        language=html_language(document.language),
        page_count=edition.page_count,
        readable_pages=rights.pages,
        pages=tuple(
            page.TextPage(row.number, _paragraphs(row.text))
            for row in pages_of(edition, first, last)
        ),
        earlier_url=f"{url}?from={max(1, first - WINDOW)}" if first > 1 else "",
        later_url=f"{url}?from={first + WINDOW}" if first + WINDOW <= rights.pages else "",
        crumbs=crumbs(document),
        meta=structured.quiet(permanent_url(document)),
    )


def crumbs(document: Document) -> tuple[Crumb, ...]:
    """The categories down to the document's; the page puts home before them."""
    language = get_language() or "en"
    steps: list[Crumb] = []
    if document.category_id is not None:
        node = _node(document.category_id)
        for each in (*node.lineage, node) if node else ():
            url = reverse("catalogue-category", args=[each.path])
            steps.append(Crumb(each.name(language), url))
    return tuple(steps)


def dotted(edition: Edition) -> str:
    """The extension behind a title."""
    return f".{edition.extension}" if edition.extension else ""


def permanent_url(document: Document) -> str:
    """The address that does not change."""
    return f"{settings.SITE_URL}{reverse('reader-document', args=[document.number])}"


def _node(category_id: int) -> CategoryNode | None:
    return next((each for each in flat(category_tree()) if each.id == category_id), None)


def _for_strangers(document: Document, edition: Edition, channel: Channel) -> Rights:
    return rights_of(STRANGER, document, edition, channel)


def _sheet(document: Document, edition: Edition, row: Page, *, with_layer: bool) -> page.Sheet:
    number, widest = document.number, WIDTHS[-1]
    srcset = ", ".join(
        f"{image_url(number, edition, row.number, width)} {width}w" for width in WIDTHS
    )
    base = f"/d/{number}/{edition.ordinal}/{edition.revision}/{row.number}"
    return page.Sheet(
        number=row.number,
        width=widest,
        height=max(1, round(widest * row.height / max(row.width, 1))),
        image_url=image_url(number, edition, row.number, WIDTH),
        srcset=srcset,
        thumbnail_url=thumbnail_url(number, edition, row.number),
        layer_url=f"{base}.svg",
        alt=_("%(title)s%(extension)s, page %(number)s")
        % {"title": document.title, "extension": dotted(edition), "number": row.number},
        caption=_("Page %(number)s / %(total)s")
        % {"number": row.number, "total": edition.page_count},
        language=html_language(document.language),
        layer=layer_of(edition, row) if with_layer else None,
    )


def _line(line: Line) -> page.TextLine:
    left, top, right, bottom, text = line
    tall = max(bottom - top, 1.0)
    clean = "".join(letter for letter in text if letter >= " ")
    return page.TextLine(
        x=round(left, 1),
        y=round(top + tall * _BASELINE, 1),
        size=round(tall * _LETTERS, 1),
        length=round(max(right - left, 0.1), 1),
        text=clean,
    )


def _up_to(texts: Sequence[str], characters: int) -> list[str]:
    """The first texts that together have so many characters; the first one always."""
    taken: list[str] = []
    for text in texts:
        if taken and sum(map(len, taken)) + len(text) > characters:
            break
        taken.append(text)
    return taken


def _piece(piece: Piece) -> page.Piece:
    first, last = piece.first_page, piece.last_page
    one, several = _("p. %(page)s"), _("p. %(first)s–%(last)s")
    where = one % {"page": first} if first == last else several % {"first": first, "last": last}
    return page.Piece(piece.number, first, where, piece.text)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(piece.text for piece in pieces_of([text], 400))


def _uploader(document: Document) -> page.Uploader:
    return page.Uploader(
        name=uploader_name(document),
        handle=document.owner.handle,
        document_count=of_publisher(document.owner).count(),
    )


def edition_row(document: Document, row: Edition, shown: Edition) -> page.Edition:
    """An edition in the list of a document's editions."""
    return page.Edition(
        ordinal=row.ordinal,
        uploaded_at=row.received_at,
        is_current=row.pk == (document.current_edition_id or shown.pk),
        is_shown=row.pk == shown.pk,
        note=row.note,
    )


def _download(document: Document, edition: Edition, rights: Rights) -> page.Download:
    if rights.may_download:
        paid = document.download_access == DownloadAccess.ENTITLED
        return page.Download("bought" if paid else "free", edition.size)
    if rights.file_denial is Denial.NOT_ENTITLED:
        priced = priced_download(document, edition)
        if priced is not None:
            return priced
    if rights.file_denial is Denial.SIGN_IN:
        return page.Download("sign-in", edition.size)
    return page.Download("closed", edition.size, _("The uploader does not give the file out."))


def certificate(document: Document, edition: Edition) -> page.Certificate:
    """What is known of a file, with dates and sources."""
    licence, licence_url = labels.licence_label(document.licence)
    shown = [row for row in edition.findings if row["code"] in labels.FINDINGS]
    findings = tuple(page.Finding(_(labels.FINDINGS[row["code"]]), state="plain") for row in shown)
    if edition.inspected_at and not any(row["severity"] != "info" for row in edition.findings):
        findings = (
            page.Finding(_("No macros, no scripts, nothing fetched from elsewhere")),
            *findings,
        )
    return page.Certificate(
        sha256=edition.blob_id or "",
        received_at=edition.received_at,
        inspected_at=edition.inspected_at,
        licence=licence,
        licence_url=licence_url,
        rights_basis=labels.rights_label(document.rights_basis),
        findings=findings,
    )


def _standing(document: Document, edition: Edition, rights: Rights) -> page.Standing | None:
    """Why it is not open to everybody, for those who see it all the same."""
    if _for_strangers(document, edition, Channel.HTML).may_see:
        return None
    reason = document.state_reason
    if document.is_restricted:
        return page.Standing("withdrawn", _("This document is restricted; others can't see it"))
    if document.state == "withdrawn":
        return page.Standing("withdrawn", _("This document was withdrawn"), reason)
    if edition.state == "held":
        return page.Standing("held", _("Held for review; others can't see it yet"))
    if edition.state == "refused":
        reason = labels.refusal_label(edition.code, edition.code_detail)
        return page.Standing("refused", _("This file was refused"), reason)
    if edition.state == "failed":
        return page.Standing("refused", _("This file could not be turned into pages"))
    if edition.state != "approved":
        return page.Standing("processing", _("This file is still being made into pages"))
    return page.Standing("private", _("Not published; only you and those who look after it see it"))


def _window_url(document: Document, edition: Edition, first: int) -> str:
    url = f"{reverse('reader-document', args=[document.number])}?from={max(1, first)}"
    old = edition.pk != document.current_edition_id
    return f"{url}&edition={edition.ordinal}" if old else url
