"""Nothing stays behind an owner that was killed, and nothing of anybody else is touched."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pecia.engine.pool.own_folders import OwnFolder, remove_if_abandoned, sweep

_OWNER = """
import sys, time
from pathlib import Path
from pecia.engine.pool.own_folders import OwnFolder
folder = OwnFolder("pages-", sys.argv[1])
(folder.path / "page-0001.webp").write_text("a page")
print(folder.path, flush=True)
time.sleep(60)
"""
_ENGINE = """
import time
from pecia.engine.public import SAMPLES, Engine, EngineSettings
engine = Engine(EngineSettings(warm=False))
engine.start()
engine.wait_until_warm()
print(engine.render(SAMPLES / "text.txt").folder, flush=True)
time.sleep(60)
"""


@pytest.fixture
def place(tmp_path: Path) -> str:
    return str(tmp_path)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[str], subprocess.Popen[str]]]:
    """Starts a program whose temporary folders lie in `tmp_path`."""
    started: list[subprocess.Popen[str]] = []

    def run(program: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", program, str(tmp_path)]
        environment = {**os.environ, "TMPDIR": str(tmp_path)}
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


def _first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def _kill_9(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


def _wait_until(condition: Callable[[], bool], seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


def _folders(place: Path) -> list[str]:
    return sorted(entry.name for entry in place.glob("pecia-*"))


def test_the_next_owner_sweeps_what_a_killed_one_left(
    place: str, start: Callable[[str], subprocess.Popen[str]]
) -> None:
    owner = start(_OWNER)
    folder = Path(_first_line(owner))
    _kill_9(owner)
    assert (folder / "page-0001.webp").exists()
    successor = OwnFolder(place=place)
    assert _folders(Path(place)) == [successor.path.name]
    successor.remove()
    assert not _folders(Path(place))


def test_the_folder_of_a_living_owner_stays_however_old_it_is(
    place: str, start: Callable[[str], subprocess.Popen[str]]
) -> None:
    folder = Path(_first_line(start(_OWNER)))
    os.utime(folder, (0, 0))
    sweep(Path(place))
    assert (folder / "page-0001.webp").exists()


def test_a_folder_is_not_swept_by_its_own_process(place: str) -> None:
    one, two = OwnFolder(place=place), OwnFolder(place=place)
    assert _folders(Path(place)) == sorted([one.path.name, two.path.name])


def test_what_has_no_lock_is_not_ours(tmp_path: Path) -> None:
    stranger = tmp_path / "pecia-stranger"
    stranger.mkdir()
    (stranger / "file").write_text("of somebody else")
    sweep(tmp_path)
    assert (stranger / "file").exists()


def _abandoned(place: Path) -> Path:
    """As a killed owner leaves it."""
    folder = OwnFolder(place=str(place))
    os.close(folder._lock)
    return folder.path


def test_links_are_not_followed(tmp_path: Path) -> None:
    place, elsewhere = tmp_path / "place", tmp_path / "elsewhere"
    place.mkdir()
    elsewhere.mkdir()
    target = _abandoned(elsewhere)
    (elsewhere / "keep").write_text("kept")
    inside = _abandoned(place)
    (place / "pecia-link").symlink_to(target)
    (inside / "out").symlink_to(elsewhere)
    sweep(place)
    assert _folders(place) == ["pecia-link"]
    assert not remove_if_abandoned(place / "pecia-link")
    assert target.exists()
    assert (elsewhere / "keep").exists()


def test_a_lock_that_is_a_link_is_no_lock(tmp_path: Path) -> None:
    folder = _abandoned(tmp_path)
    lock = folder / ".pecia-owner"
    lock.rename(folder / "lock")
    lock.symlink_to(folder / "lock")
    sweep(tmp_path)
    assert folder.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_another_user_stays(tmp_path: Path) -> None:
    folder = _abandoned(tmp_path)
    os.chown(folder, 65534, 65534)
    sweep(tmp_path)
    assert folder.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_lock_of_another_user_is_no_lock(tmp_path: Path) -> None:
    folder = _abandoned(tmp_path)
    os.chown(folder / ".pecia-owner", 65534, 65534)
    sweep(tmp_path)
    assert folder.exists()


def test_after_kill_9_the_zygotes_remove_the_pool_and_the_next_start_the_pages() -> None:
    with tempfile.TemporaryDirectory(prefix="killed-") as place:
        folder = Path(place)
        folder.chmod(0o755)  # children of root have another identity and must pass through
        environment = {**os.environ, "TMPDIR": place}
        command = [sys.executable, "-c", _ENGINE]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env=environment
        ) as process:
            pages = Path(_first_line(process))
            assert len(_folders(folder)) == 2
            _kill_9(process)
        assert _wait_until(lambda: _folders(folder) == [pages.parent.name])
        assert (pages / "page-0001.webp").exists()
        sweep(folder)
        assert not _folders(folder)
