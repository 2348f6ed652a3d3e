"""Jobs wait their turn, can be cancelled, and are refused when too many wait."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.engine import deeds

from pecia.engine.pool.client import Client, Job
from pecia.engine.pool.settings import Places
from pecia.engine.pool.supervisor import PoolStartError, Supervisor
from pecia.engine.sandbox.limits import Limits


@pytest.fixture
def supervisor() -> Iterator[Supervisor]:
    with deeds.running(places=Places(workers=1, queue=2, spares=0)) as running:
        yield running


def sleep(client: Client, seconds: float = 30) -> Job:
    return client.submit({"kind": "sleep", "seconds": seconds}, None, Limits())


def test_a_running_job_can_be_cancelled(supervisor: Supervisor) -> None:
    job = sleep(supervisor.client())
    assert next(iter(job)).message["event"] == "begun"
    job.cancel()
    assert job.outcome()["killed"] == "cancelled"


def test_a_waiting_job_can_be_cancelled(supervisor: Supervisor) -> None:
    client = supervisor.client()
    first, second = sleep(client), sleep(client)
    second.cancel()
    assert second.outcome()["killed"] == "cancelled"
    first.cancel()
    assert first.outcome()["killed"] == "cancelled"


def test_one_job_too_many_is_refused(supervisor: Supervisor) -> None:
    client = supervisor.client()
    jobs = [sleep(client) for _ in range(3)]
    assert sleep(client).outcome()["state"] == "refused"
    for job in jobs:
        job.cancel()
    assert [job.outcome()["killed"] for job in jobs] == ["cancelled"] * 3


def test_jobs_run_in_the_order_in_which_they_came(supervisor: Supervisor) -> None:
    client = supervisor.client()
    ended: list[int] = []
    jobs = [sleep(client, 0.05) for _ in range(3)]

    def wait(number: int) -> None:
        list(jobs[number])
        jobs[number].outcome()
        ended.append(number)

    threads = [threading.Thread(target=wait, args=(number,)) for number in (2, 0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ended == [0, 1, 2]


def test_a_client_that_leaves_takes_its_jobs_with_it(supervisor: Supervisor) -> None:
    client = supervisor.client()
    guest = Client(supervisor.settings.socket)
    jobs = [sleep(guest), sleep(guest)]
    until(lambda: client.health()["working"] == 1)
    guest.close()
    until(lambda: client.health()["working"] == 0)
    assert client.health()["queued"] == 0
    assert [job.outcome()["killed"] for job in jobs] == ["engine_gone"] * 2


def test_only_the_user_may_open_the_socket(supervisor: Supervisor) -> None:
    supervisor.client()
    assert stat.S_IMODE(supervisor.settings.socket.stat().st_mode) == 0o600


def test_another_process_can_use_the_pool(supervisor: Supervisor) -> None:
    supervisor.client()
    script = (
        "from pathlib import Path\n"
        "from pecia.engine.pool.client import Client\n"
        "from pecia.engine.sandbox.limits import Limits\n"
        f"client = Client(Path({str(supervisor.settings.socket)!r}))\n"
        "job = client.submit({'kind': 'echo'}, None, Limits())\n"
        "print([piece.message['event'] for piece in job], job.outcome()['exit'])\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    said = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert said.strip() == "['begun', 'done'] 0"


def test_a_zygote_that_dies_is_started_again(supervisor: Supervisor) -> None:
    job = sleep(supervisor.client())
    assert supervisor.pid is not None
    before = supervisor.pid
    os.kill(before, 9)
    assert job.outcome()["killed"] == "engine_gone"
    after = supervisor.client(timeout=20)
    assert supervisor.pid != before
    assert supervisor.restarts == 1
    echo = after.submit({"kind": "echo"}, None, Limits())
    assert [piece.message["event"] for piece in echo] == ["begun", "done"]


def test_draining_finishes_what_was_begun(supervisor: Supervisor) -> None:
    client = supervisor.client()
    job = sleep(client, 0.3)
    client.drain()
    assert [piece.message["event"] for piece in job] == ["begun", "done"]
    assert job.outcome()["exit"] == 0


def test_the_zygote_ends_with_the_process_that_started_it() -> None:
    script = (
        "import os\n"
        "from tests.engine import deeds\n"
        "with deeds.running() as supervisor:\n"
        "    supervisor.client()\n"
        "    print(supervisor.pid, flush=True)\n"
        "    os._exit(9)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    said = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True
    ).stdout
    until(lambda: not Path(f"/proc/{int(said)}").exists())


def test_a_stopped_pool_says_so() -> None:
    with deeds.running() as supervisor:
        supervisor.client()
    with pytest.raises(PoolStartError):
        supervisor.client()


def test_spares_wait_rehearsed_and_take_one_job_each() -> None:
    with deeds.running(places=Places(workers=2, queue=4, spares=2)) as supervisor:
        client = supervisor.client()
        until(lambda: client.health()["spares"] == 2)
        job = client.submit({"kind": "echo"}, None, Limits())
        list(job)
        assert job.outcome()["rehearsed"] is True
        until(lambda: client.health()["spares"] == 2)


def test_while_jobs_wait_no_spare_is_made() -> None:
    with deeds.running(places=Places(workers=1, queue=8, spares=1)) as supervisor:
        client = supervisor.client()
        until(lambda: client.health()["spares"] == 1)
        jobs = [sleep(client, 0.1) for _ in range(4)]
        rehearsed = []
        for job in jobs:
            list(job)
            rehearsed.append(job.outcome()["rehearsed"])
        assert rehearsed == [True, False, False, False]


def until(condition: Any, seconds: float = 15) -> None:
    """Wait for something that another process does."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.01)
