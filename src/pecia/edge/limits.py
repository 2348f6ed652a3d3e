"""How often an address or account may ask; counted in memory, or in Redis where there are more
processes."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from limits import RateLimitItemPerHour, strategies
from limits.storage import storage_from_string

from pecia.kernel.errors import PeciaError


class TooOften(PeciaError):
    """More than is fair to the others."""

    code = "too_often"
    advice = "That was too often for one address. Wait a while; nothing is lost."
    status = 429


def require_fair_use(what: str, who: str, per_hour: int) -> None:
    """Count one more; raise `TooOften` over the limit."""
    if not _limiter().hit(RateLimitItemPerHour(per_hour), what, who):
        raise TooOften


@cache
def _limiter() -> strategies.MovingWindowRateLimiter:
    return strategies.MovingWindowRateLimiter(storage_from_string(settings.RATE_LIMIT_STORE))
