"""Searches that somebody comes back to: kept for them, each with a feed of its own."""

from __future__ import annotations

from pecia.accounts.public import User
from pecia.discovery.errors import SearchTooLong, TooManySearches
from pecia.discovery.models import SavedSearch
from pecia.kernel import clock

MOST = 100  # of one person
LONGEST_ADDRESS = 2_000  # characters: the longest query in Chinese takes nine for each of its own


def save_search(user: User, text: str, address: str) -> SavedSearch:
    """Keep a search: its words, and its address after the question mark. Saving it again changes
    nothing. Raises `SearchTooLong`, `TooManySearches`."""
    if len(address) > LONGEST_ADDRESS:
        raise SearchTooLong
    known = SavedSearch.objects.filter(owner=user)
    if known.count() >= MOST and not known.filter(address=address).exists():
        raise TooManySearches(most=MOST)
    row, _ = SavedSearch.objects.get_or_create(
        owner=user,
        address=address,
        defaults={"text": text, "saved_at": clock.now()},
    )
    return row


def forget_search(user: User, key: int) -> None:
    """Keep it no longer; nothing where it is not theirs."""
    SavedSearch.objects.filter(owner=user, pk=key).delete()


def saved_searches_of(user: User) -> list[SavedSearch]:
    """What they keep, newest first."""
    return list(SavedSearch.objects.filter(owner=user).order_by("-saved_at", "-pk"))


def forget_searches_of(user_id: int) -> None:
    """Keep none of somebody's searches any longer."""
    SavedSearch.objects.filter(owner=user_id).delete()


def is_saved(user_id: int | None, address: str) -> bool:
    """Whether they keep that search."""
    return SavedSearch.objects.filter(owner=user_id, address=address).exists()
