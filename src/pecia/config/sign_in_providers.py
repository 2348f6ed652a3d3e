"""The OpenID Connect providers that the environment names."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from pecia.kernel import environment

_NAME = "PECIA_OIDC"
_NEEDED = ("provider_id", "name", "client_id", "secret")
_EXAMPLE = (
    '[{"provider_id": "campus", "name": "Campus", "client_id": "…", "secret": "…", '
    '"settings": {"server_url": "https://id.example.org"}}]'
)


def providers() -> list[dict[str, Any]]:
    """The list in `PECIA_OIDC`, as django-allauth's `APPS`; empty when there is none.

    Raises ImproperlyConfigured when it is no such list.
    """
    given = environment.text(_NAME)
    try:
        apps = json.loads(given) if given else []
        for app in apps:
            if not all(isinstance(app[key], str) and app[key] for key in _NEEDED):
                raise ValueError(f"an empty value among {', '.join(_NEEDED)}")
            _origin(app["settings"]["server_url"])
    except (ValueError, TypeError, KeyError) as error:
        raise ImproperlyConfigured(f"{_NAME} must look like {_EXAMPLE}: {error!r}") from error
    return list(apps)


def origins(apps: list[dict[str, Any]]) -> list[str]:
    """Where forms of ours may lead: browsers apply `form-action` to the redirect to a provider too.

    That of each `server_url`, and those in `PECIA_OIDC_ORIGINS` for providers that ask elsewhere.
    """
    own = [_origin(app["settings"]["server_url"]) for app in apps]
    return sorted({*own, *environment.words("PECIA_OIDC_ORIGINS")})


def _origin(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("https", "http") or not parts.netloc:
        raise ValueError(f"not an address of the web: {url}")
    return f"{parts.scheme}://{parts.netloc}"
