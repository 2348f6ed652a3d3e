"""Running pieces of a site as processes, with a data folder and an engine of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.flows import databases

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class SiteProcess:
    """A data folder, the engine that its processes use, and its database, if not in the folder."""

    data: Path
    engine_folder: Path
    database: str = ""

    def environment(self, **more: str) -> dict[str, str]:
        """What its processes are given."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PECIA_")}
        kept.pop("DJANGO_SETTINGS_MODULE", None)
        own = {"PECIA_DATA": str(self.data), "PECIA_ENGINE_FOLDER": str(self.engine_folder)}
        if self.database:
            own["PECIA_DATABASE_URL"] = self.database
        return kept | own | more

    def run(
        self, *words: str, before: tuple[str, ...] = (), **more: str
    ) -> subprocess.CompletedProcess[str]:
        """A `sender` command; `before` stands in front of Python, for tracing."""
        return subprocess.run(
            [*before, sys.executable, "-m", "tests.flows.sender", *words],
            cwd=ROOT,
            env=self.environment(**more),
            capture_output=True,
            text=True,
            timeout=300,
        )

    def told(self) -> dict[str, Any]:
        """What is in the site."""
        said = self.run("tell")
        assert said.returncode == 0, said.stderr
        facts: dict[str, Any] = json.loads(said.stdout)
        return facts

    def copied_to(self, data: Path) -> SiteProcess:
        """The same site in another folder, and with another database."""
        shutil.copytree(self.data, data)
        return SiteProcess(data, self.engine_folder, databases.created(like=self.database))

    def removed(self) -> None:
        """Leave nothing of it."""
        shutil.rmtree(self.data, ignore_errors=True)
        databases.dropped(self.database)


def new_site(data: Path, engine_folder: Path) -> SiteProcess:
    """An empty site, migrated."""
    site = SiteProcess(data, engine_folder, databases.created())
    data.mkdir()
    said = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0"],
        env=site.environment(DJANGO_SETTINGS_MODULE="pecia.config.settings"),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert said.returncode == 0, said.stderr
    return site
