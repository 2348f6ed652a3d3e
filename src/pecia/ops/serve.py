"""`pecia serve`: the web process. It reads requests and writes answers for slow lines by itself, so
that nothing need stand before it."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence

from pecia.ops import parent
from pecia.ops.arguments import positive
from pecia.ops.django_setup import set_up
from pecia.ops.texts import gettext as _

_THREADS = 8
_ROOM = 1 << 20  # beside a chunk: what forms and headers may take


def run(words: Sequence[str]) -> int:
    """Serve until SIGTERM."""
    asked = _parser().parse_args(words)
    set_up()
    from django.conf import settings
    from waitress.server import create_server

    from pecia.config.wsgi import application

    server = create_server(
        application,
        host=asked.host,
        port=asked.port,
        threads=asked.threads,
        ident=None,
        max_request_body_size=settings.UPLOAD_CHUNK_BYTES + _ROOM,
        channel_timeout=120,
        connection_limit=500,
        clear_untrusted_proxy_headers=not settings.TRUSTED_PROXIES,
        trusted_proxy="*" if settings.TRUSTED_PROXIES else None,
        trusted_proxy_count=settings.TRUSTED_PROXIES or None,
        trusted_proxy_headers={"x-forwarded-for", "x-forwarded-proto"}
        if settings.TRUSTED_PROXIES
        else set(),
    )
    signal.signal(signal.SIGTERM, lambda *_facts: sys.exit(0))
    parent.watch(lambda: os.kill(os.getpid(), signal.SIGTERM))
    try:
        server.run()
    except (KeyboardInterrupt, SystemExit):
        server.close()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pecia serve", description=_("Run the web process alone.")
    )
    parser.add_argument("--host", default=os.environ.get("PECIA_HOST", "127.0.0.1"))
    parser.add_argument("--port", type=positive, default=int(os.environ.get("PORT", "8000")))
    parser.add_argument("--threads", type=positive, default=_THREADS)
    return parser
