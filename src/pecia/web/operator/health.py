"""Whether everything that the site stands on is there and answers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

import pecia
from pecia.engine.public import Engine, sandbox_layers
from pecia.ingest.public import queue_length, step_figures
from pecia.kernel import clock, events
from pecia.web.frame.page import Meta
from pecia.web.operator import page
from pecia.web.operator.labels import step_label

_SCARCE = 2 << 30  # bytes free below which an operator should act


def health_page() -> page.HealthPage:
    """Looked at now, nothing remembered."""
    return page.HealthPage(
        checks=tuple(_checks()),
        figures=(
            page.Figure(_("Files on their way"), str(queue_length())),
            page.Figure(_("News not delivered"), str(events.undeliverable())),
        ),
        looked_at=clock.now(),
        steps=tuple(
            page.StepRow(
                step_label(row.step),
                row.tries,
                row.failed,
                row.median_ms / 1000,
                row.slow_ms / 1000,
            )
            for row in step_figures()
        ),
        version=pecia.__version__,
        meta=Meta(robots="noindex"),
    )


def _checks() -> Iterator[page.Check]:
    yield _check(_("Database"), ok=_database_answers(), detail=connection.vendor)
    yield _check(_("Engine"), ok=_engine_answers())
    layers = sandbox_layers()
    yield _check(_("Sandbox"), ok=bool(layers), detail=", ".join(sorted(map(str, layers))))
    free = shutil.disk_usage(settings.DATA).free
    yield _check(_("Room on the disk"), ok=free > _SCARCE, detail=f"{free / (1 << 30):.1f} GiB")
    late = events.waiting_since()
    on_time = late is None or clock.now() - late < timedelta(minutes=2)
    yield _check(_("Workers"), ok=on_time, detail="" if on_time else _("News waits too long"))
    mail = "console" not in settings.EMAIL_BACKEND
    yield page.Check(
        _("Mail"),
        "ok" if mail else "hold",
        pgettext("mail", "Set") if mail else _("Printed on the console"),
        "" if mail else "PECIA_SMTP_HOST",
    )


def _check(title: str, *, ok: bool, detail: str = "") -> page.Check:
    return page.Check(title, "ok" if ok else "bad", _("In order") if ok else _("Not there"), detail)


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _engine_answers() -> bool:
    try:
        engine = Engine.attach(Path(settings.ENGINE_FOLDER))
    except OSError:
        return False
    engine.close()
    return True
