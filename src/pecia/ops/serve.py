"""`pecia serve`: the web process. It reads requests and writes answers for slow lines by itself, so
that nothing need stand before it."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from typing import Any

from pecia.ops import parent
from pecia.ops.arguments import positive
from pecia.ops.django_setup import set_up
from pecia.ops.texts import gettext as _

_THREADS = 8
_ROOM = 1 << 20  # beside a chunk: what forms and headers may take


def run(words: Sequence[str]) -> int:
    """Serve until SIGTERM."""
    asked = _parser().parse_args(words)
    os.environ["PORT"] = str(asked.port)  # the site's own address follows from it
    set_up()
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from waitress.server import create_server

    server = create_server(
        get_wsgi_application(),
        host=asked.host,
        port=asked.port,
        threads=asked.threads,
        ident=None,
        max_request_body_size=settings.UPLOAD_CHUNK_BYTES + _ROOM,
        channel_timeout=120,
        connection_limit=500,
        **_proxies(settings.TRUSTED_PROXIES),
    )
    signal.signal(signal.SIGTERM, lambda *_facts: sys.exit(0))
    parent.watch(lambda: os.kill(os.getpid(), signal.SIGTERM))
    try:
        server.run()
    except (KeyboardInterrupt, SystemExit):
        server.close()
    return 0


def _proxies(count: int) -> dict[str, Any]:
    """Whom to believe of where a request comes from: nobody, or that many proxies before us."""
    if not count:
        return {"clear_untrusted_proxy_headers": True}
    return {
        "trusted_proxy": "*",
        "trusted_proxy_count": count,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pecia serve", description=_("Run the web process alone.")
    )
    parser.add_argument("--host", default=os.environ.get("PECIA_HOST", "127.0.0.1"))
    parser.add_argument("--port", type=positive, default=int(os.environ.get("PORT", "8000")))
    parser.add_argument("--threads", type=positive, default=_THREADS)
    return parser
