"""Every template with sample data, written as HTML files that a browser can open.

    python -m tests.web.preview FOLDER            write them
    python -m tests.web.preview FOLDER --serve    and serve them on http://127.0.0.1:8123/

It needs no database and no views: its own few settings, the names of the addresses, samples.
Static files get their hashed names, as on a running site.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import django
from django.conf import settings

WEB = Path(__file__).parents[2] / "src" / "pecia" / "web"
PORT = 8123
CONTEXT_PROCESSORS = (
    "django.template.context_processors.request",
    "django.contrib.messages.context_processors.messages",
)
APPS = (
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "allauth.usersessions",
    "pecia.web",
)


@dataclass(frozen=True)
class Sample:
    """A page to look at: `name` becomes the file, `place` the URL name it stands for."""

    name: str
    template: str
    context: dict[str, object] = field(default_factory=dict)
    place: str = "home"
    signed_in: bool = False
    operator: bool = False
    language: str = "en"
    is_fragment: bool = False


def configure(folder: Path) -> None:
    """Settings for templates alone; static files go into the folder."""
    settings.configure(
        SECRET_KEY="only for looking at templates",
        ROOT_URLCONF="tests.web.preview_urls",
        INSTALLED_APPS=APPS,
        MIDDLEWARE=["allauth.account.middleware.AccountMiddleware"],
        USE_TZ=True,
        TIME_ZONE="UTC",
        LANGUAGE_CODE="en",
        STATIC_URL="/static/",
        STATIC_ROOT=folder / "static",
        STORAGES={"staticfiles": {"BACKEND": "tests.web.hashed.HashedStorage"}},
        MFA_SUPPORTED_TYPES=["totp", "webauthn", "recovery_codes"],
        MFA_PASSKEY_LOGIN_ENABLED=True,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        TEMPLATES=[_templates()],
    )
    django.setup()


def _templates() -> dict[str, object]:
    return {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": list(CONTEXT_PROCESSORS),
            "string_if_invalid": "",
        },
    }


def write(folder: Path) -> list[Sample]:
    """Render all samples into the folder, with the static files beside them."""
    configure(folder)
    from django.core.management import call_command

    from tests.web.samples import all_samples

    call_command("collectstatic", interactive=False, verbosity=0)
    (folder / "media").mkdir(parents=True, exist_ok=True)
    samples = all_samples(folder / "media")
    for sample in samples:
        (folder / f"{sample.name}.html").write_text(render(sample), encoding="utf-8")
    return samples


def render(sample: Sample) -> str:
    """The sample's HTML."""
    from django.template.loader import render_to_string
    from django.utils import translation

    with translation.override(sample.language):
        return render_to_string(sample.template, _context(sample), _request(sample))


def _request(sample: Sample) -> Any:
    from django.contrib.auth.models import AnonymousUser
    from django.test import RequestFactory

    request: Any = RequestFactory().get("/preview/")
    request.resolver_match = SimpleNamespace(url_name=sample.place)
    request.user = AnonymousUser()
    request.session = {}
    return request


def _context(sample: Sample) -> dict[str, object]:
    from tests.web.samples import frame

    return frame(sample) | sample.context


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--serve", action="store_true")
    arguments = parser.parse_args()
    for sample in write(arguments.folder):
        print(f"{sample.name}.html")
    if arguments.serve:
        from tests.web.server import PreviewServer

        PreviewServer(arguments.folder, PORT).serve_forever()


if __name__ == "__main__":
    main()
