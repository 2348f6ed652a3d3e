"""Related searches, popular ones, and what was asked for and is not here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pecia.discovery import analysis
from pecia.discovery.query_log.known import Asked, forget_known, known_queries
from pecia.discovery.query_log.wording import folded
from pecia.discovery.query_models import Found, UnwantedQuery
from pecia.kernel import clock

_LEAST = 0.3  # likeness of two queries that are related
_LEAST_OF_TITLE = 0.25  # a title is longer than what people ask


def related_queries(text: str, size: int = 8) -> tuple[str, ...]:
    """What people asked after that query, then what is asked in similar words."""
    own, known = folded(text), known_queries()
    if not own:
        return ()
    after = [each for each in known.following.get(own, ()) if known.may_suggest(each)]
    similar = [row.text for _likeness, row in known.similar(own, _LEAST)]
    return _different([*after, *similar], own, size)


def queries_about(title: str, keywords: Sequence[str], size: int = 8) -> tuple[str, ...]:
    """What people ask for that a document is about: its keywords, then words of its title."""
    known = known_queries()
    named = [analysis.fold(word).strip() for word in keywords]
    holding = [
        row.text
        for row in known.suggested
        if any(word and (word in row.text or row.text in word) for word in named)
    ]
    similar = [row.text for _likeness, row in known.similar(analysis.fold(title), _LEAST_OF_TITLE)]
    return _different([*holding, *similar], "", size)


def popular_queries(prefix: str = "", size: int = 8) -> tuple[str, ...]:
    """The most asked queries that begin so and find something."""
    rows = known_queries().beginning_with(analysis.fold(prefix).lstrip())
    return _different([row.text for row in rows], "", size)


def asked_in_vain(size: int = 200) -> tuple[Asked, ...]:
    """Queries that found nothing when they were last asked, most asked first."""
    rows = [row for row in known_queries().queries.values() if row.found == Found.NOTHING]
    return tuple(sorted(rows, key=lambda row: (-row.times, row.text))[:size])


def most_asked(size: int = 200) -> tuple[tuple[Asked, bool], ...]:
    """Queries that find something, for the operator; with whether they may be suggested."""
    known = known_queries()
    rows = [row for row in known.queries.values() if row.found]
    rows.sort(key=lambda row: (-row.times, row.text))
    return tuple((row, row.text not in known.unwanted) for row in rows[:size])


def set_suggested(text: str, *, suggested: bool) -> None:
    """Suggest a query to nobody, or again to everybody."""
    if suggested:
        UnwantedQuery.objects.filter(text=text).delete()
    elif text in known_queries().queries:
        UnwantedQuery.objects.get_or_create(text=text, defaults={"since": clock.now()})
    forget_known()


def _different(texts: Iterable[str], own: str, size: int) -> tuple[str, ...]:
    """The first of those that differ in more than blanks."""
    seen, chosen = {own.replace(" ", "")}, []
    for text in texts:
        if (form := text.replace(" ", "")) not in seen:
            seen.add(form)
            chosen.append(text)
    return tuple(chosen[:size])
