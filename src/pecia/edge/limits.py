"""How often an address or account may ask; counted in memory, or in Redis where there are more
processes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.conf import settings
from limits import RateLimitItemPerHour, strategies
from limits.storage import storage_from_string

from pecia.edge.windows import Windows
from pecia.kernel.errors import PeciaError

Hit = Callable[[str, str, int], bool]


class TooOften(PeciaError):
    """More than is fair to the others."""

    code = "too_often"
    advice = "That was too often for one address. Wait a while; nothing is lost."
    status = 429


def require_fair_use(what: str, who: str, per_hour: int) -> None:
    """Count one more; raise `TooOften` over the limit."""
    if not _hit()(what, who, per_hour):
        raise TooOften


@cache
def _hit() -> Hit:
    return _in_redis(settings.CACHE_URL) if settings.CACHE_URL else _in_memory()


def _in_memory() -> Hit:
    windows = Windows()
    return lambda what, who, per_hour: windows.hit((what, who), per_hour)


def _in_redis(url: str) -> Hit:
    store = storage_from_string(url.replace("unix://", "redis+unix://"))
    limiter = strategies.MovingWindowRateLimiter(store)
    return lambda what, who, per_hour: limiter.hit(RateLimitItemPerHour(per_hour), what, who)
