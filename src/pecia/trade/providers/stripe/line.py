"""The line to Stripe: one client, and what its errors mean here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import stripe

from pecia.trade.errors import ProviderRefused, ProviderUnreachable
from pecia.trade.providers.stripe.amounts import NotExact

SECONDS = (5.0, 30.0)  # to connect, to answer


@dataclass(frozen=True, slots=True)
class StripeSettings:
    """What the operator got from Stripe. `api` is another address than Stripe's own, for tests.

    While a secret of notices is changed, both may be given.
    """

    key: str = field(repr=False)
    webhook_secrets: tuple[str, ...] = field(repr=False)
    account: str = ""
    api: str = ""

    @property
    def live(self) -> bool:
        """Whether real money moves."""
        return "_live_" in self.key


def client_of(settings: StripeSettings) -> stripe.StripeClient:
    """A client that does not repeat by itself: who asks again is decided above."""
    return stripe.StripeClient(
        settings.key,
        base_addresses={"api": settings.api} if settings.api else None,
        max_network_retries=0,
        http_client=stripe.RequestsClient(timeout=SECONDS),
    )


@contextmanager
def calling() -> Iterator[None]:
    """An order: it was refused for certain, or nobody knows."""
    try:
        yield
    except NotExact as error:
        raise ProviderRefused(reason="this amount can't be paid here") from error
    except (stripe.InvalidRequestError, stripe.CardError, stripe.IdempotencyError) as error:
        raise ProviderRefused(reason=error.code or "invalid_request") from error
    except (stripe.AuthenticationError, stripe.PermissionError) as error:
        raise ProviderRefused(reason="credentials") from error
    except stripe.StripeError as error:
        raise ProviderUnreachable from error


@contextmanager
def asking() -> Iterator[None]:
    """A question: there is an answer, or there is none."""
    try:
        yield
    except (stripe.StripeError, NotExact, KeyError, TypeError, ValueError) as error:
        raise ProviderUnreachable from error
