"""Robots, sitemaps, feeds. All of it is made for strangers, whoever asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from pecia.accounts.public import STRANGER, operator_profile
from pecia.kernel import clock
from pecia.kernel.errors import NotThere
from pecia.library.public import (
    Channel,
    Document,
    category_tree,
    flat,
    listed,
    rights_of,
    visible_documents,
)
from pecia.web.context import site
from pecia.web.frame.entries import uploader_name
from pecia.web.reader.presenters import permanent_url

SITEMAP_SIZE = 10_000  # addresses in one file
FEED_SIZE = 30
# Crawlers that say they gather texts for training; robots.txt asks them, it can't make them.
TRAINING_CRAWLERS = (
    "GPTBot", "ChatGPT-User", "ClaudeBot", "Claude-Web", "anthropic-ai", "CCBot", "Google-Extended",
    "Applebot-Extended", "Bytespider", "PerplexityBot", "Meta-ExternalAgent", "Amazonbot",
    "cohere-ai", "Diffbot", "omgili", "ImagesiftBot",
)  # fmt: skip
_CLOSED = ("/account/", "/mine/", "/operator/", "/upload", "/setup/", "/admin/", "/search/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Who may look where; crawlers for training as the operator has decided."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _CLOSED)]
    lines += ["Disallow: /d/*/download/", ""]
    if operator_profile().crawler_policy == "deny":
        lines += [f"User-agent: {name}" for name in TRAINING_CRAWLERS]
        lines += ["Disallow: /", ""]
    lines.append(f"Sitemap: {settings.SITE_URL}{reverse('sitemap-index')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The list of sitemaps."""
    addresses = [f"{settings.SITE_URL}{reverse('sitemap', args=[number])}" for number in _parts()]
    body = "".join(f"<sitemap><loc>{escape(address)}</loc></sitemap>" for address in addresses)
    return _sitemap("sitemapindex", body)


@require_safe
def sitemap(request: HttpRequest, part: int) -> HttpResponse:
    """Addresses that a stranger may see, oldest first so that parts do not change."""
    if part not in _parts():
        raise NotThere
    begin = (part - 1) * SITEMAP_SIZE
    rows = visible_documents().select_related("current_edition").order_by("published_at", "pk")
    body = "".join(map(_address, _seen(rows[begin : begin + SITEMAP_SIZE], Channel.SITEMAP)))
    if part == 1:
        body = "".join(f"<url><loc>{escape(each)}</loc></url>" for each in _standing()) + body
    return _sitemap("urlset", body)


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """What is new."""
    here = f"{settings.SITE_URL}{reverse('feed-new')}"
    return atom_feed(site().name, here, listed(visible_documents())[:FEED_SIZE])


def atom_feed(title: str, here: str, documents: Iterable[Document]) -> HttpResponse:
    """Documents as Atom (RFC 4287), as far as strangers may see them. `here` is its address."""
    rows = list(_seen(documents, Channel.FEED))
    updated = max((row.updated_at for row in rows), default=clock.now()).isoformat()
    head = (
        f"<title>{escape(title)}</title><id>{escape(here)}</id>"
        f'<link rel="self" href={quoteattr(here)}/><updated>{updated}</updated>'
    )
    body = f'<feed xmlns="http://www.w3.org/2005/Atom">{head}{"".join(map(_entry, rows))}</feed>'
    return HttpResponse(_XML + body, content_type="application/atom+xml; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For those who ask for it without looking at the page."""
    return redirect(static("web/favicon.svg"), permanent=False)


_XML = '<?xml version="1.0" encoding="utf-8"?>\n'


def _seen(rows: Iterable[Document], channel: Channel) -> Iterator[Document]:
    """Those that the gate lets through this channel."""
    for document in rows:
        edition = document.current_edition
        if edition is not None and rights_of(STRANGER, document, edition, channel).may_see:
            yield document


def _parts() -> range:
    """The numbers of the sitemaps; the first is there also when it holds no document."""
    count = visible_documents().count()
    return range(1, max(1, -(-count // SITEMAP_SIZE)) + 1)


def _address(document: Document) -> str:
    changed = document.updated_at.date().isoformat()
    return f"<url><loc>{escape(permanent_url(document))}</loc><lastmod>{changed}</lastmod></url>"


def _standing() -> Iterator[str]:
    yield f"{settings.SITE_URL}/"
    for node in flat(category_tree()):
        if node.count:
            yield f"{settings.SITE_URL}{reverse('catalogue-category', args=[node.path])}"


def _sitemap(root: str, body: str) -> HttpResponse:
    name = "http://www.sitemaps.org/schemas/sitemap/0.9"
    content = f'{_XML}<{root} xmlns="{name}">{body}</{root}>'
    return HttpResponse(content, content_type="application/xml; charset=utf-8")


def _entry(document: Document) -> str:
    url = permanent_url(document)
    when = (document.published_at or document.created_at).isoformat()
    summary = document.description[:300]
    return (
        f"<entry><title>{escape(document.title)}</title><id>{escape(url)}</id>"
        f"<link href={quoteattr(url)}/><updated>{document.updated_at.isoformat()}</updated>"
        f"<published>{when}</published>"
        f"<author><name>{escape(uploader_name(document))}</name></author>"
        f"<summary>{escape(summary)}</summary></entry>"
    )
