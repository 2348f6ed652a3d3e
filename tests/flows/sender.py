"""A sender and a worker in a process of their own, so that they can be killed.

    python -m tests.flows.sender send FILE        begin or go on with an upload; tell what is promised
    python -m tests.flows.sender work             sweep and work until nothing is left
    python -m tests.flows.sender tell             what is there, as JSON
    python -m tests.flows.sender settle FILE      all three, as after a start

`PECIA_DATA`, `PECIA_ENGINE_FOLDER` and `PECIA_CRASH_AT` are given in the environment. What is printed
after `ACK` was promised: from then on it must never be lost.
"""

from __future__ import annotations

import io
import json
import os
import sys
from datetime import timedelta
from pathlib import Path

CHUNK = 20_000


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pecia.config.settings")
    import django

    django.setup()
    if sys.argv[1] == "send":
        send(sys.argv[2])
    elif sys.argv[1] == "settle":
        settle(sys.argv[2])
    else:
        {"work": work, "tell": tell}[sys.argv[1]]()


def send(name: str) -> None:
    """As the browser does: ask how far it is, send the next chunk, believe only answers."""
    from pecia.accounts.public import User, create_user
    from pecia.ingest.public import append, begin_upload, finish, uploads_of
    from pecia.kernel.blobs import sha256_of

    content = Path(name).read_bytes()
    owner = User.objects.first() or create_user("sender@example.org")
    known = [each for each in uploads_of(owner) if each.file_name == Path(name).name]
    upload = (
        known[0]
        if known
        else begin_upload(
            owner, file_name=Path(name).name, length=len(content), sha256=sha256_of(Path(name))
        )
    )
    finish(upload)  # what HEAD does with a complete upload whose answer was lost
    while upload.offset < upload.length:
        append(upload, upload.offset, io.BytesIO(content[upload.offset : upload.offset + CHUNK]))
    upload.refresh_from_db()
    assert upload.edition is not None
    print("ACK", upload.edition.document.number, upload.sha256, flush=True)


def settle(name: str) -> None:
    """The sender comes back and the workers go on, until there is nothing left to do."""
    send(name)
    work()
    tell()


def work() -> None:
    """As the workers do, with a clock that has gone past every lease and pause."""
    from pecia.ingest.public import IngestJob, JobState, advance, queue_length, sweep
    from pecia.kernel import clock, events

    later = clock.now() + timedelta(hours=1)
    for _round in range(8):
        with clock.stopped_at(later):
            sweep()
            for job in IngestJob.objects.filter(state__in=(JobState.WAITING, JobState.RUNNING)):
                advance(job.pk)
            events.deliver_due()
        if not queue_length():
            break
        later += timedelta(hours=1)


def tell() -> None:
    from pecia.ingest.public import IngestJob
    from pecia.library.public import Document, Edition, store
    from pecia.ops.verify import HARMLESS, problems

    print(
        json.dumps(
            {
                "documents": list(Document.objects.values_list("number", flat=True)),
                "editions": [
                    {
                        "number": e.document.number,
                        "state": e.state,
                        "sha256": e.blob_id,
                        "pages": e.page_count,
                        "code": e.code,
                    }
                    for e in Edition.objects.select_related("document")
                ],
                "jobs": list(IngestJob.objects.values_list("state", flat=True)),
                "stored": sorted(store().keys()),
                "problems": [f"{p.code}: {p.what}" for p in problems() if p.code not in HARMLESS],
            }
        )
    )


if __name__ == "__main__":
    main()
