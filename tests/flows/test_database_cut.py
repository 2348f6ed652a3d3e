"""The line to the database is cut at a write or a commit: whether it happened or not, what was promised is there."""

from __future__ import annotations

import itertools
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.flows import databases
from tests.flows.cutting_proxy import CuttingProxy
from tests.flows.site_process import SiteProcess
from tests.flows.test_nothing_lost import promised, recover

pytestmark = pytest.mark.skipif(not databases.SERVER, reason="SQLite has no line to cut")
HEARD = pytest.mark.parametrize("heard", [False, True], ids=["unheard", "unanswered"])


def cut_at(
    site: SiteProcess, file: Path, number: int, *, heard: bool, words: tuple[str, ...]
) -> bool:
    """Run with a cut at that write, then look for losses. False when it was not reached."""
    sent = "" if words[0] == "send" else site.run("send", str(file)).stdout
    with (
        tempfile.TemporaryDirectory(prefix="pecia-proxy-") as folder,
        CuttingProxy(site.database, Path(folder), number, heard=heard) as proxy,
    ):
        cut = replace(site, database=proxy.url).run(*words)
    assert (cut.returncode != 0) is proxy.done, cut.stderr
    recover(site, file, promised(sent + cut.stdout))
    return proxy.done


@HEARD
@pytest.mark.parametrize("number", [6])
def test_a_sender_cut_at_a_write_loses_nothing(
    number: int, heard: bool, site: SiteProcess, big_file: Path
) -> None:
    assert cut_at(site, big_file, number, heard=heard, words=("send", str(big_file)))


@HEARD
@pytest.mark.parametrize("number", [14])
def test_a_worker_cut_at_a_write_loses_nothing(
    number: int, heard: bool, site: SiteProcess, big_file: Path
) -> None:
    assert cut_at(site, big_file, number, heard=heard, words=("work",))


@pytest.mark.long
@HEARD
@pytest.mark.parametrize("word", ["send", "work"])
def test_a_cut_at_any_write_loses_nothing(
    word: str, heard: bool, empty_site: SiteProcess, big_file: Path, tmp_path: Path
) -> None:
    words = ("send", str(big_file)) if word == "send" else ("work",)
    for number in itertools.count(1):
        site = empty_site.copied_to(tmp_path / f"n{number}")
        reached = cut_at(site, big_file, number, heard=heard, words=words)
        site.removed()
        if not reached:
            break
    print(f"{word}: {number - 1} cuts, 0 losses")
    assert number > 5
