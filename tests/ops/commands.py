"""`pecia` as an operator types it, for a site that has a folder and a database of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from tests.flows.site_process import ROOT, SiteProcess

Said = subprocess.CompletedProcess[str]
ENGLISH = {"LC_ALL": "C.UTF-8", "LANGUAGE": ""}
OWNER, PASSWORD = "alice@example.org", "a-long-pass-phrase-42"
PRELUDE = """
import json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "pecia.config.settings"
import django
django.setup()
from pecia.accounts.public import *
from pecia.library.public import *
"""


def pecia(site: SiteProcess, *words: object, typed: str = "", **environment: str) -> Said:
    """Run a command to its end; `typed` is what is piped into it."""
    return subprocess.run(
        _command(*words),
        input=typed,
        capture_output=True,
        text=True,
        timeout=180,
        env=site.environment(**ENGLISH, **environment),
    )


def begun(site: SiteProcess, *words: object) -> subprocess.Popen[str]:
    """Start a command; what it says of its progress can be read."""
    return subprocess.Popen(
        _command(*words), stderr=subprocess.PIPE, text=True, env=site.environment(**ENGLISH)
    )


def ask(site: SiteProcess, script: str, **environment: str) -> Any:
    """Run Python in the site; what it leaves in `answer`."""
    said = subprocess.run(
        [sys.executable, "-c", f"{PRELUDE}\n{script}\nprint(json.dumps(answer))"],
        capture_output=True,
        text=True,
        timeout=180,
        cwd=ROOT,
        env=site.environment(**environment),
    )
    assert said.returncode == 0, said.stderr
    return json.loads(said.stdout.splitlines()[-1])


def with_owner(site: SiteProcess) -> SiteProcess:
    """Make the account whose documents are imported."""
    ask(site, f"answer = create_user({OWNER!r}, password={PASSWORD!r}).pk")
    return site


def _command(*words: object) -> list[str]:
    return [sys.executable, "-m", "pecia", *map(str, words)]
