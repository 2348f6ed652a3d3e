"""A whole site that runs as its operator would run it, with people in it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.flows.site_process import SiteProcess
from tests.ops.commands import ENGLISH, ask
from tests.running_site import PASSWORD, free_port

BANK = {"PECIA_BANK_IBAN": "DE02120300000000202051", "PECIA_BANK_HOLDER": "The Exchange"}
PEOPLE = f"""
for name in ("alice", "bob", "carol", "tom", "kay", "docx", "pptx", "xlsx", "pdf"):
    create_user(f"{{name}}@example.org", password={PASSWORD!r}, display_name=f"{{name}}-longname")
create_operator("olga@example.org", {PASSWORD!r})
create_operator("petra@example.org", {PASSWORD!r})
save_category({{"en": "History", "zh-hans": "历史"}}, parent=None, slug="history", position=1, terms="pecia")
answer = True
"""


@dataclass(frozen=True)
class RunningSite:
    """Its address, and the folder and database behind it."""

    site: SiteProcess
    port: int

    @property
    def address(self) -> str:
        """As people type it."""
        return f"http://localhost:{self.port}"

    def ask(self, script: str) -> Any:
        """Run Python in the site."""
        return ask(self.site, script)


@contextmanager
def running(empty: SiteProcess, folder: Path, **more: str) -> Iterator[RunningSite]:
    """A copy of an empty site, started, with people; stopped as an operator stops it. `more` is of
    its environment."""
    place = Path(tempfile.mkdtemp(prefix="pecia-"))  # short: sockets lie in it
    copy = empty.copied_to(folder / "data")
    site = RunningSite(SiteProcess(copy.data, place / "e", copy.database), free_port())
    assert site.ask(PEOPLE)
    words = [sys.executable, "-m", "pecia", "run", "--port", str(site.port)]
    environment = site.site.environment(
        **ENGLISH, PECIA_DEMO="0", PECIA_SITE_URL=site.address, **BANK, **more
    )
    log = folder / "log"
    with log.open("w") as file:
        process = subprocess.Popen(words, env=environment, stdout=file, stderr=file)
    try:
        _wait_until_ready(process, log)
        yield site
    finally:
        process.terminate()
        ended = process.wait(60)
        site.site.removed()
        shutil.rmtree(place, ignore_errors=True)
    assert ended == 0, log.read_text()
    assert "Traceback" not in log.read_text(), log.read_text()


def _wait_until_ready(process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 120
    while "ready; stop it with Ctrl-C" not in log.read_text():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.2)
