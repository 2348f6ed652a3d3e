"""Which providers this site has, made once a process from its settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction

from pecia.kernel import clock, environment
from pecia.trade.errors import NoProvider
from pecia.trade.payments.models import UsedNonce
from pecia.trade.providers.protocol import Provider
from pecia.trade.providers.registry import SETTINGS, FakePlaces, WronglySet, make_providers

_KEPT = timedelta(days=2)


@cache
def providers() -> Mapping[str, Provider]:
    """All that are switched on, by name. Raises `ImproperlyConfigured` for a setting that can't be
    right."""
    given = {name: environment.text(name) for name in SETTINGS}
    site = settings.SITE_URL
    fake = FakePlaces(
        settings.DATA / "fake-provider.sqlite3",
        page=f"{site}/pay/fake/{{key}}",
        payout_url=f"{site}/pay/notices/fake/",
    )
    try:
        return make_providers(given, fresh_nonce, production=settings.PRODUCTION, fake=fake)
    except WronglySet as error:
        raise ImproperlyConfigured(str(error)) from error


def provider_named(name: str) -> Provider:
    """The provider of that name. Raises `NoProvider` when it is off."""
    try:
        return providers()[name]
    except KeyError:
        raise NoProvider from None


def providers_for(currency: str) -> list[Provider]:
    """Where one can pay in this currency."""
    return [provider for provider in providers().values() if provider.takes(currency)]


def fresh_nonce(provider: str, nonce: str) -> bool:
    """Whether this nonce comes for the first time; it is remembered from now on."""
    try:
        with transaction.atomic():
            UsedNonce.objects.create(provider=provider, nonce=nonce[:120], at=clock.now())
    except IntegrityError:
        return False
    return True


def forget_nonces() -> int:
    """Remove those of notices that would be too old by now."""
    return UsedNonce.objects.filter(at__lt=clock.now() - _KEPT).delete()[0]
