"""Samples of home, lists of documents and standing texts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pecia.web.catalogue.page import (
    ActiveFilter,
    CategoryPage,
    CollectionEntry,
    CollectionPage,
    Facet,
    IndexClass,
    Listing,
    NewPage,
    Option,
    PublisherPage,
)
from pecia.web.frame.page import Chip, Crumb, Noted, Pager
from pecia.web.home.page import HomePage, Tally
from pecia.web.reader.page import Uploader
from pecia.web.search.page import Hit, Piece, SearchPage
from pecia.web.statements.page import StatementPage
from tests.web.preview import Sample
from tests.web.samples.reader import WHEN, entries

PAGER = Pager(
    11,
    16,
    48,
    "?page=1",
    "?page=3",
    ((1, "?page=1"), (2, ""), (3, "?page=3"), (0, ""), (5, "?page=5")),
)
CLASSES = (
    ("Working documents", "working-documents", 412, ("Rules", "Plans", "Minutes", "Letters")),
    ("Water", "water", 1204, ("Rivers", "Reservoirs", "Gauges", "Floods")),
    ("Training", "training", 86, ("Induction", "Safety")),
    ("Science", "science", 733, ("Papers", "Data sets", "Methods")),
    ("Public affairs", "public-affairs", 58, ("Notices", "Budgets")),
    ("School papers", "school-papers", 921, ("Primary", "Junior", "Senior", "Answers")),
)


def samples(media: Path) -> list[Sample]:
    """Every list, full and empty."""
    listing = _listing(media)
    nothing = Listing((), Pager(0, 0, 0))
    pages = {
        "home": ("web/home/home.html", _home(media), "home"),
        "home-empty": ("web/home/home.html", HomePage(0, 0), "home"),
        "category": ("web/catalogue/category.html", _category(listing), "catalogue-category"),
        "category-empty": (
            "web/catalogue/category.html",
            CategoryPage("Floods", nothing),
            "catalogue-category",
        ),
        "new": ("web/catalogue/new.html", NewPage(replace(listing, facets=())), "catalogue-new"),
        "publisher": ("web/catalogue/publisher.html", _publisher(listing), "catalogue-publisher"),
        "collection": ("web/catalogue/collection.html", _collection(media), "collection-detail"),
        "collection-sold": (
            "web/catalogue/collection.html",
            replace(_collection(media), may_edit=False, bundle_price="€16.00"),
            "collection-detail",
        ),
        "search": ("web/search/search.html", _search(listing), "search"),
        "search-empty": (
            "web/search/search.html",
            SearchPage(
                "wooden gauge boards", nothing, ways=_index()[1:3], newest=entries(media)[:3]
            ),
            "search",
        ),
    }
    texts = [
        Sample(f"page-{name}", f"web/statements/{name}.html", {"page": StatementPage((), 14, 7)})
        for name in ("how", "terms", "privacy")
    ]
    return [
        *(
            Sample(name, template, {"page": page}, place)
            for name, (template, page, place) in pages.items()
        ),
        *texts,
        Sample("error-told", "web/errors/told.html", {"page": TOLD}),
        *(Sample(f"error-{code}", f"{code}.html") for code in ERRORS),
    ]


TOLD = {"status": 409, "code": "already_withdrawn", "message": "It was withdrawn before."}
ERRORS = ("400", "403", "403_csrf", "404", "413", "429", "500", "503")


CHIPS = (Chip("水位 记录", "/search/?q=x", "zh-hans"), Chip("gauge boards", "/search/?q=y"))


def _search(listing: Listing) -> SearchPage:
    """Hits on a page, on a closed page, and one with some of the words."""
    first, second, third = (
        Hit(entry, (Piece(entry.title),), (Piece("the "), Piece("gauge", is_find=True)), 14)
        for entry in listing.entries[:3]
    )
    closed = replace(second, snippet=(), page=None, is_closed=True)
    return SearchPage(
        "水位",
        replace(listing, entries=()),
        hits=(first, closed),
        loose_hits=(replace(third, is_loose=True),),
        problem="“pages:x” is not understood. Write it like pages:10..50.",
        query_language="zh-Hans",
        feed_url="/search/feed.xml?q=x",
        related=CHIPS,
    )


def _index() -> tuple[IndexClass, ...]:
    return tuple(
        IndexClass(
            title, f"/c/{slug}/", count, tuple(Crumb(name, f"/c/{slug}/x/") for name in children)
        )
        for title, slug, count, children in CLASSES
    )


def _home(media: Path) -> HomePage:
    today = (Tally("Received", 31), Tally("Published", 27), Tally("Held", 3), Tally("Refused", 1))
    return HomePage(
        3414, 208, today, _index(), entries(media), 27, _noted(media), entries(media)[:4], CHIPS
    )


def _noted(media: Path) -> tuple[Noted, ...]:
    reason = "Says what to do when the gauge can't be read, which most instructions forget."
    return tuple(Noted(entry, reason, "Harbour Master", WHEN) for entry in entries(media)[:2])


def _listing(media: Path) -> Listing:
    return Listing(
        entries(media),
        PAGER,
        facets=(
            Facet("format", "Format", (Option("word", "Word", 21), Option("pdf", "PDF", 9, True))),
            Facet(
                "language",
                "Language",
                (Option("zh-hans", "中文", 30, True, "zh-hans"), Option("en", "English", 18)),
            ),
        ),
        sorts=(Option("new", "Newest", is_chosen=True), Option("read", "Most read")),
        active=(
            ActiveFilter("PDF", "?language=zh-hans"),
            ActiveFilter("中文", "?format=pdf", "zh-hans"),
        ),
        clear_url="?",
    )


def _category(listing: Listing) -> CategoryPage:
    return CategoryPage(
        "Water",
        listing,
        crumbs=(Crumb("Water"),),
        children=_index()[:3],
        description="Rivers, gauges.",
    )


def _publisher(listing: Listing) -> PublisherPage:
    collections = (CollectionEntry("c1", "汛期用表", 7, "zh-hans", "每年四月更新"),)
    return PublisherPage("lin****he", "linhe", listing, WHEN, 12, 18_204, 913, collections)


def _collection(media: Path) -> CollectionPage:
    return CollectionPage(
        "c1",
        "汛期用表",
        Uploader("lin****he", "linhe"),
        entries(media),
        "zh-hans",
        "每年四月更新",
        is_public=False,
        may_edit=True,
    )
