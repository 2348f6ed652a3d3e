"""A library that grows, and an indexer that is killed again and again meanwhile.

    python -m tests.flows.indexer_driver KILLS SEED

Prints as JSON: how many documents were published, which of them a search does not find once an
indexer was left in peace, and whether a rebuilt index gives the same answers.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import sys
import tempfile
import time
from pathlib import Path

_CHILD = multiprocessing.get_context("fork")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pecia.config.settings")
    import django

    django.setup()
    kills, chance = int(sys.argv[1]), random.Random(int(sys.argv[2]))
    _index_until_idle()
    keys = [_publish(number) for number in range(3)]
    for kill in range(kills):
        child = _CHILD.Process(target=_index_for_ever)
        child.start()
        keys.append(_publish(3 + kill))
        time.sleep(chance.uniform(0.0, 0.25))
        child.kill()
        child.join()
    _index_until_idle()
    print(json.dumps(_told(keys)))


def _publish(number: int) -> int:
    from django.db import connections

    from pecia.accounts.public import User, create_user
    from tests.factories.documents import make_document

    owner = User.objects.first() or create_user("owner@example.org")
    with tempfile.TemporaryDirectory() as folder:
        words = [f"The report of gauge x{number}x, page by page."]
        document = make_document(Path(folder), owner, texts=words, title=f"Report {number}")
    connections.close_all()
    return int(document.pk)


def _index_for_ever() -> None:
    from pecia.discovery.public import folder, index_marked
    from pecia.kernel import events

    while True:
        events.deliver_due()
        index_marked(folder())


def _index_until_idle() -> None:
    from datetime import timedelta

    from django.db import connections

    from pecia.discovery.public import build, folder, index_marked
    from pecia.kernel import clock, events

    if not folder().has_live():
        list(build(folder()))
    with clock.stopped_at(clock.now() + timedelta(days=1)):  # past the pauses of the outbox
        while events.deliver_due() + index_marked(folder()):
            pass
    connections.close_all()


def _told(published: list[int]) -> dict[str, object]:
    from pecia.discovery.public import build, check, folder, parsed

    queries = [parsed(f"x{place}x") for place in range(len(published))]
    problems = [problem.code for problem in check()]
    before = [folder().live().search(query).keys for query in queries]
    list(build(folder()))
    after = [folder().live().search(query).keys for query in queries]
    lost = [key for key, keys in zip(published, before, strict=True) if key not in keys]
    same = [set(keys) for keys in before] == [set(keys) for keys in after]
    return {"published": len(published), "lost": lost, "same": same, "problems": problems}


if __name__ == "__main__":
    main()
