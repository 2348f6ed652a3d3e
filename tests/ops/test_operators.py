"""Who runs a site, how they become it, and that a site does not start in a way that is not safe."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from pecia.edge.first_operator import is_setup_token, setup_token
from tests.flows.site_process import SiteProcess
from tests.ops.commands import ENGLISH, OWNER, PASSWORD, ask, pecia, with_owner

OLGA, STRONG = "olga@example.org", "another-long-pass-phrase"
DAY = 86_400
ROLES = f"""
user = User.objects.filter(email={OLGA!r}).first()
answer = user and [sorted(user.roles), user.is_superuser, user.check_password({STRONG!r})]
"""


def sign_in(email: str, password: str) -> str:
    """Python that signs in, and tells what the operator's page answers then."""
    return f"""
from django.conf import settings
from django.test import Client
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
client = Client(headers={{"host": "localhost"}})
client.post("/account/login/", {{"login": {email!r}, "password": {password!r}}})
answer = client.get("/admin/", follow=False).status_code
"""


def test_it_makes_somebody_who_may_sign_in_and_run_the_site(site: SiteProcess) -> None:
    said = pecia(site, "create-operator", OLGA, typed=f"{STRONG}\n")
    assert (said.returncode, said.stdout) == (0, f"pecia: {OLGA} runs this site now\n")
    assert ask(site, ROLES) == [["operator"], True, True]
    assert ask(site, sign_in(OLGA, STRONG)) == 200
    assert ask(site, sign_in(OLGA, "wrong-password-42")) == 302


def test_an_account_that_is_there_is_promoted(site: SiteProcess) -> None:
    with_owner(site)
    said = pecia(site, "create-operator", OWNER.upper(), typed=f"{STRONG}\n")
    assert said.returncode == 0
    assert ask(site, "answer = User.objects.count()") == 1
    assert ask(site, sign_in(OWNER, STRONG)) == 200
    assert ask(site, sign_in(OWNER, PASSWORD)) == 302


@pytest.mark.parametrize(
    ("email", "password", "told"),
    [
        (OLGA, "", "too short"),
        (OLGA, "short", "too short"),
        (OLGA, "12345678901234", "entirely numeric"),
        ("olga", STRONG, "valid email address"),
    ],
)
def test_what_is_weak_or_no_address_is_told_and_nobody_is_made(
    email: str, password: str, told: str, site: SiteProcess
) -> None:
    said = pecia(site, "create-operator", email, typed=f"{password}\n")
    assert said.returncode == 1
    assert told in said.stderr
    assert ask(site, "answer = User.objects.count()") == 0


@pytest.fixture
def link() -> Path:
    """The file of the one-time link; that it works once is tested with the pages."""
    return Path(settings.DATA) / "setup-token"


@pytest.mark.django_db
def test_the_link_works_for_a_day(link: Path) -> None:
    address = f"/setup/{setup_token(settings.DATA)}/"
    assert Client().get(address).status_code == 200
    grow_old(link, DAY - 60)
    assert Client().get(address).status_code == 200
    grow_old(link, DAY + 60)
    assert Client().get(address).status_code == 404
    facts = {"email": OLGA, "password": STRONG}
    assert Client().post(address, facts).status_code == 404


def test_the_next_start_makes_another_link_when_it_is_too_old(link: Path) -> None:
    token = setup_token(settings.DATA)
    assert setup_token(settings.DATA) == token
    grow_old(link, DAY + 60)
    new = setup_token(settings.DATA)
    assert new != token
    assert not is_setup_token(settings.DATA, token)
    assert is_setup_token(settings.DATA, new)
    assert link.stat().st_mode & 0o777 == 0o600


def grow_old(link: Path, seconds: int) -> None:
    then = time.time() - seconds
    os.utime(link, (then, then))


@pytest.mark.parametrize("command", ["run", "verify"])
@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ({"PECIA_SECRET_KEY": "secret"}, "the secret key is too weak: at least 32 characters"),
        ({"PECIA_SECRET_KEY_FILE": "/nowhere"}, "PECIA_SECRET_KEY_FILE can't be read"),
        ({"PECIA_PRODUCTION": "1"}, "PECIA_PRODUCTION=1 needs PECIA_SITE_URL to begin with https"),
        ({"PECIA_PRODUCTION": "yes"}, "PECIA_PRODUCTION must be 0 or 1"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_is_not_safe_does_not_start_and_says_why(
    command: str, setting: dict[str, str], told: str, site: SiteProcess
) -> None:
    said = pecia(site, command, **setting)
    assert said.returncode == 2
    assert said.stderr.startswith(f"pecia: {told}")
    assert "Traceback" not in said.stderr


def test_in_production_an_empty_secret_on_disk_is_refused(site: SiteProcess) -> None:
    (site.data / "secret-key").unlink(missing_ok=True)
    (site.data / "secret-key").write_text("")
    production = {"PECIA_PRODUCTION": "1", "PECIA_SITE_URL": "https://pecia.example.org"}
    said = pecia(site, "verify", **production)
    assert said.returncode == 2
    assert "the secret key is too weak" in said.stderr
    (site.data / "secret-key").unlink()
    assert pecia(site, "verify", **production).returncode == 0
    assert len((site.data / "secret-key").read_text()) >= 50


@pytest.fixture
def started(site: SiteProcess, tmp_path: Path) -> Iterator[Path]:
    """What a whole site prints, with an engine of its own."""
    log = tmp_path / "log"
    environment = site.environment(
        **ENGLISH, PECIA_DEMO="0", PECIA_ENGINE_FOLDER=str(tmp_path / "e")
    )
    words = [sys.executable, "-m", "pecia", "run", "--port", "18231"]
    with log.open("w") as file, subprocess.Popen(words, env=environment, stdout=file) as process:
        yield log
        process.send_signal(signal.SIGTERM)
        assert process.wait(40) == 0


def test_a_first_start_tells_the_link_and_stops_when_it_is_told(started: Path) -> None:
    end = time.monotonic() + 90
    while "ready; stop it with Ctrl-C" not in started.read_text():
        assert time.monotonic() < end, started.read_text()
        time.sleep(0.2)
    told = r"make yourself the operator, once and within a day, at http://localhost:18231/setup/[\w-]{32}/"
    assert re.search(told, started.read_text())
