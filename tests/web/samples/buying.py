"""Samples of buying: the price beside a document, offers, orders, purchases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from pecia.web.buying.page import (
    BoughtLine,
    DemoPayPage,
    GiftPage,
    OfferedDocument,
    OfferPage,
    OrderPage,
    Purchase,
    PurchasesPage,
    ReturnPage,
    Share,
)
from pecia.web.frame.page import Pager
from pecia.web.mine.page import Counts
from pecia.web.reader.page import CardRow, Download
from tests.web.preview import Sample
from tests.web.sample_pages import cover
from tests.web.samples import reader
from tests.web.samples.money_forms import AskBackForm, BuyForm
from tests.web.samples.reader import WHEN

TOKEN = "9f2c41d07be84a56a1c3"
SHARES = (Share("To the uploader", "€7.20"), Share("Kept by this site", "€0.80"))
CARD = (
    CardRow("page", "31 pages, 9,412 words"),
    CardRow("eye", "The first 6 pages are free to read and page 17, which this site has chosen"),
    CardRow("warn", "2 blank pages", is_warning=True),
    CardRow("pen", "Can be edited"),
    CardRow("warn", "Fonts not in the file: FZShuSong-Z01", is_warning=True),
)


def samples(media: Path) -> list[Sample]:
    """Every page of buying, in its states."""
    english, chinese = _documents(media)
    both = [*_orders(english, chinese), *_offers(english, chinese)]
    purchases = _purchases(english, chinese)
    return [
        *_priced(media),
        *both,
        _sample("purchases", purchases, signed_in=True),
        _sample("purchases", purchases, "-zh", language="zh-hans", signed_in=True),
        _sample("purchases", PurchasesPage((), Pager(0, 0, 0), Counts()), "-empty", signed_in=True),
        _sample("return", ReturnPage(1_041, TOKEN, _line(english), AskBackForm())),
        _sample("gift", GiftPage()),
        _sample("demo_pay", DemoPayPage("k1", "€8.00", 1_041, "/orders/x/")),
        _sample("demo_pay", DemoPayPage("k1", "€8.00", 1_041, "/orders/x/", True), "-over"),
    ]


def _sample(name: str, page: object, ending: str = "", **facts: object) -> Sample:
    slug = name.replace("_", "-")
    return Sample(f"buying-{slug}{ending}", f"web/buying/{name}.html", {"page": page}, **facts)  # type: ignore[arg-type]


def _documents(media: Path) -> tuple[OfferedDocument, OfferedDocument]:
    english = OfferedDocument(
        20_391,
        "Management review pack",
        ".pptx",
        "en",
        "qms****io",
        cover(media, "pack", "Management review", "wide"),
        CARD,
        cover(media, "sample", "Page 17"),
        17,
        "Own use: read, download, print; no republishing",
        "wide",
    )
    chinese = OfferedDocument(
        20_417,
        "质量手册编写指南",
        ".docx",
        "zh-hans",
        "lao****ou",
        cover(media, "manual", "质量手册编写指南"),
        CARD[:1],
    )
    return english, chinese


def _priced(media: Path) -> list[Sample]:
    """The document page of something that costs, before and after it was bought."""
    priced = Download(
        "priced",
        812_000,
        prices=("€8.00",),
        card=CARD,
        uploader_share="€7.20 to the uploader, €0.80 to this site",
        sample_page=17,
        sample_url=cover(media, "sample", "Page 17"),
    )
    page = replace(reader.document(media), page_count=31, download=priced)
    bought = replace(page, download=Download("bought", 812_000))
    template, place = "web/reader/document.html", "reader-document"
    return [
        Sample("reader-priced", template, {"page": page}, place),
        Sample("reader-priced-zh", template, {"page": page}, place, language="zh-hans"),
        Sample("reader-bought", template, {"page": bought}, place, signed_in=True),
    ]


def _offers(english: OfferedDocument, chinese: OfferedDocument) -> list[Sample]:
    initial = {"key": "0" * 32, "seen": 800, "currency": "EUR"}
    title = english.title
    offer = OfferPage((english,), "€8.00", SHARES, BuyForm(initial=initial), "/d/1/", title)
    wrong = BuyForm({"email": "nobody", "coupon": "X"})
    bundle = replace(offer, documents=(english, chinese), form=wrong, is_bundle=True)
    return [
        _sample("offer", offer),
        _sample("offer", offer, "-zh", language="zh-hans"),
        _sample("offer", replace(offer, is_floor=True, owned_url="/d/1/"), "-floor"),
        _sample("offer", bundle, "-bundle"),
    ]


def _line(document: OfferedDocument, **facts: object) -> BoughtLine:
    return BoughtLine(document, "€8.00", 7, 1, **facts)  # type: ignore[arg-type]


def _orders(english: OfferedDocument, chinese: OfferedDocument) -> list[Sample]:
    lines = (_line(english, may_ask_back=True), _line(chinese))
    placed = OrderPage(
        number=1_041,
        token=TOKEN,
        state="to-pay",
        state_label="Not paid yet",
        lines=lines,
        total="€16.00",
        placed_at=WHEN,
        expires_at=WHEN + timedelta(minutes=30),
        provider="Card, wallet or bank (Stripe)",
        step_url="https://pay.example/",
        shares=SHARES,
    )
    paid = replace(
        placed,
        state="done",
        state_label="Paid",
        invoice=318,
        paid_at=WHEN,
        is_guest=True,
        email="reader@example.org",
        gift_url="https://pecia.example/gifts/3f1c0a943f1c0a943f1c/",
    )
    back = tuple(replace(line, is_there=False, refunded="€8.00") for line in lines)
    refunded = replace(paid, state="refunded", state_label="Refunded", lines=back, gift_url="")
    over = replace(placed, state="over", state_label="Not paid in time", reason="It was too late.")
    scan = replace(placed, step_url="", step_text="weixin://wxpay/bizpayurl?pr=p4lpSuKzz")
    transfer = replace(placed, step_url="", step_reference="RF18 5390 0754 7034")
    ways = (("stripe", "Card, wallet or bank (Stripe)"), ("alipay", "Alipay"))
    waiting = replace(placed, state="waiting", step_url="", provider="", providers=ways)
    return [
        _sample("order", waiting, "-waiting"),
        _sample("order", placed, "-to-pay"),
        _sample("order", placed, "-to-pay-zh", language="zh-hans"),
        _sample("order", scan, "-scan"),
        _sample("order", transfer, "-transfer"),
        _sample("order", paid, "-paid"),
        _sample("order", paid, "-paid-zh", language="zh-hans", signed_in=True),
        _sample("order", refunded, "-refunded", signed_in=True),
        _sample("order", over, "-over"),
    ]


def _purchases(english: OfferedDocument, chinese: OfferedDocument) -> PurchasesPage:
    rows = (
        Purchase(_line(english, may_ask_back=True), 1_041, TOKEN, WHEN),
        Purchase(_line(chinese, is_there=False, refunded="€8.00"), 998, TOKEN, WHEN),
    )
    return PurchasesPage(rows, Pager(1, 2, 2), Counts(12, 3, 4, 1, 2))
