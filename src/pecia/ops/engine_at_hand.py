"""The engine for a command: that of the running site, or one of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pecia.engine.public import Engine


@contextmanager
def engine_at_hand() -> Iterator[Engine]:
    """Attach to the site's engine; where none runs, start one for as long as this lasts."""
    from django.conf import settings

    from pecia.engine.public import EngineSettings
    from pecia.ingest.public import forget_engine, use_engine

    options = EngineSettings(max_file_mb=settings.MAX_UPLOAD_BYTES >> 20)
    try:
        engine = Engine.attach(settings.ENGINE_FOLDER, options)
    except OSError:
        engine = Engine(options)
    with engine:
        use_engine(engine)
        try:
            yield engine
        finally:
            forget_engine()
