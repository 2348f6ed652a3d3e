"""Kill -9 at every named point: what was promised is there afterwards, whole, once, and ends."""

from __future__ import annotations

import json
import re
import signal
from pathlib import Path

import pytest

from pecia.ingest.public import steps
from tests.flows.site_process import ROOT, SiteProcess
from tests.flows.test_indexer_killed import INDEXING

RECEIVING = (
    "upload-named", "chunk-written", "chunk-flushed", "offset-noted", "written", "flushed", "renamed", "entered",
    "kept", "rows-written", "committed",
)  # fmt: skip
WORKING = (
    "inspect-claimed", "inspect-done", "inspect-committed", "convert-claimed", "rendered",
    "artefacts-kept", "convert-done", "convert-committed", "paginate-claimed", "paginate-done",
    "paginate-committed", "describe-claimed", "describe-done", "describe-committed",
    "screen-claimed", "screen-done", "screen-committed",
)  # fmt: skip


def promised(output: str) -> set[tuple[int, str]]:
    return {
        (int(n), sha) for n, sha in re.findall(r"^ACK (\d+) ([0-9a-f]{64})$", output, re.MULTILINE)
    }


def recover(site: SiteProcess, file: Path, acknowledged: set[tuple[int, str]]) -> None:
    """The sender comes back, the workers go on; then everything is looked at."""
    settled = site.run("settle", str(file))
    assert settled.returncode == 0, settled.stderr
    acknowledged |= promised(settled.stdout)
    told = json.loads(settled.stdout.splitlines()[-1])
    there = {(edition["number"], edition["sha256"]) for edition in told["editions"]}
    assert acknowledged <= there
    assert len(told["documents"]) == 1
    assert [edition["state"] for edition in told["editions"]] == ["approved"], told
    assert told["jobs"] == ["done"]
    assert told["stored"] == [sha for _number, sha in acknowledged]
    assert told["problems"] == []


@pytest.mark.parametrize("point", RECEIVING)
def test_a_sender_killed_at_any_point_loses_nothing(
    point: str, site: SiteProcess, big_file: Path
) -> None:
    killed = site.run("send", str(big_file), PECIA_CRASH_AT=point)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    recover(site, big_file, promised(killed.stdout))


@pytest.mark.parametrize("point", WORKING)
def test_a_worker_killed_at_any_point_loses_nothing(
    point: str, site: SiteProcess, big_file: Path
) -> None:
    sent = site.run("send", str(big_file))
    killed = site.run("work", PECIA_CRASH_AT=point)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    recover(site, big_file, promised(sent.stdout))


def test_a_worker_killed_each_time_ends_in_the_dead_letters(
    site: SiteProcess, big_file: Path
) -> None:
    site.run("send", str(big_file))
    for _try in range(3):
        killed = site.run("work", PECIA_CRASH_AT="convert-claimed")
        assert killed.returncode == -signal.SIGKILL
    ended = site.run("work")
    assert ended.returncode == 0, ended.stderr
    told = site.told()
    assert told["jobs"] == ["dead"]
    assert [edition["state"] for edition in told["editions"]] == ["failed"]
    assert told["problems"] == []


def test_every_point_in_the_source_is_tested() -> None:
    source = "".join(path.read_text() for path in (ROOT / "src").rglob("*.py"))
    named = set(re.findall(r'crash_point\("([\w-]+)"\)', source))
    made = {f"{step.name}-{end}" for step in steps() for end in ("claimed", "done", "committed")}
    assert named | made == {*RECEIVING, *WORKING, *INDEXING}
