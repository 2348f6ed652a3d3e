"""Sample data for every template, written for this purpose, in Chinese and English."""

from __future__ import annotations

from pathlib import Path

from pecia.web.frame.page import Credential, Language, Site, Viewer
from tests.web.preview import Sample
from tests.web.samples import books, buying, desk, lists, people, reader, selling, upload


def all_samples(media: Path) -> list[Sample]:
    """Every page there is to look at; their images are painted into the folder."""
    return [
        *reader.samples(media),
        *upload.samples(media),
        *lists.samples(media),
        *people.samples(media),
        *desk.samples(),
        *buying.samples(media),
        *selling.samples(),
        *books.samples(),
    ]


def frame(sample: Sample) -> dict[str, object]:
    """What the context processor gives to every template."""
    other = Language("zh-hans", "中文") if sample.language == "en" else Language("en", "English")
    return {
        "exchange": SITE,
        "viewer": OPERATOR if sample.operator else MEMBER if sample.signed_in else Viewer(),
        "alternate_language": other,
        "current_path": "/preview/",
    }


SITE = Site(
    name="Pecia",
    tagline="Documents, read page by page",
    legal_name="Tidewater Reading Room Association",
    since_year=2024,
    this_year=2026,
    credentials=(
        Credential("Filing no.", "00000000-0", "Communications Administration"),
        Credential("Business licence no.", "0000 0000 0000"),
    ),
    contact_email="desk@example.org",
    service_hours="Monday to Friday, 9:00–17:00",
    source_url="https://example.org/source",
    languages=(("en", "English"), ("zh-hans", "中文（简体）")),
)
MEMBER = Viewer(True, "linhe", "lin****he", "linhe")
OPERATOR = Viewer(True, "linhe", "lin****he", "linhe", is_operator=True, is_supervisor=True)
