"""Step 4: what can be said of a document from its text: title, language, keywords, category."""

from __future__ import annotations

import re
from collections.abc import Callable

from pecia.ingest.describing.categories import guess_category
from pecia.ingest.describing.keywords import keywords_of
from pecia.kernel import text
from pecia.library.public import Edition, note_description, use_proposals
from pecia.reading.public import texts_of

_PAGES = 30  # of the text that is looked at
_GENERIC = re.compile(
    r"^(untitled|document\d*|microsoft (word|excel|powerpoint)|powerpoint presentation"
    r"|presentation\d*|title|slide \d+|book\d*|sheet\d*|新建|文档\s*\d*|无标题|演示文稿|工作簿)",
    re.IGNORECASE,
)


def run(edition: Edition) -> Callable[[], None]:
    """Propose; the publisher decides. What they have filled in already is left alone."""
    pages = texts_of(edition, _PAGES)
    title = proposed_title(edition)
    keywords = keywords_of("\n".join(pages), edition.language)
    category = guess_category(title or edition.document.title, keywords, "\n".join(pages))

    def write() -> None:
        proposals = {
            "title": title,
            "keywords": keywords,
            "category": category.path if category else "",
        }
        note_description(edition, {"proposals": proposals})
        if edition.ordinal == 1:
            use_proposals(
                edition,
                title=title,
                language=edition.language,
                category=category,
                keywords=keywords,
            )

    return write


def proposed_title(edition: Edition) -> str:
    """What the file says its title is, if it is one; else nothing, and the file's name stands."""
    title = text.one_line(str(edition.facts.get("metadata", {}).get("title", "")), 200)
    sensible = len(title) >= 4 and not _GENERIC.match(title) and "." not in title[-5:]
    return title if sensible else ""
