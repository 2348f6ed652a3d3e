"""What the environment says: typed, or told; and secrets that are strong or made."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from pecia.config import sign_in_providers
from pecia.kernel import data_folder, environment

STRONG = "kq8-Zr2_vM4xW7pL0sTg9yBn3hJd6FcA"


def test_flags_and_numbers_are_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PECIA_X", "1")
    assert environment.flag("PECIA_X")
    assert environment.number("PECIA_X", 5) == 1
    assert environment.words("PECIA_Y", "a, b,,c") == ["a", "b", "c"]


@pytest.mark.parametrize("value", ["yes", "", "-1", "1.5", "²"])
def test_what_is_no_number_stops_the_start(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PECIA_X", value)
    with pytest.raises(ImproperlyConfigured, match="PECIA_X"):
        environment.number("PECIA_X", 5)
    with pytest.raises(ImproperlyConfigured, match="PECIA_X"):
        environment.flag("PECIA_X")


def test_a_choice_is_among_those_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment.choice("PECIA_X", ("a", "b")) == "a"
    monkeypatch.setenv("PECIA_X", "b")
    assert environment.choice("PECIA_X", ("a", "b")) == "b"
    monkeypatch.setenv("PECIA_X", "c")
    with pytest.raises(ImproperlyConfigured, match="one of a, b, not 'c'"):
        environment.choice("PECIA_X", ("a", "b"))


def test_sign_in_providers_are_named_with_where_they_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sign_in_providers.providers() == []
    app = {"provider_id": "campus", "name": "Campus", "client_id": "c", "secret": "s",
           "settings": {"server_url": "https://id.example.org/realms/campus"}}  # fmt: skip
    monkeypatch.setenv("PECIA_OIDC", json.dumps([app]))
    assert sign_in_providers.providers() == [app]
    monkeypatch.setenv("PECIA_OIDC_ORIGINS", "https://login.example.org")
    assert sign_in_providers.origins([app]) == [
        "https://id.example.org",
        "https://login.example.org",
    ]


@pytest.mark.parametrize("given", ["campus", "{}x", '[{"name": "Campus"}]', "[1]", '{"a": 1}'])
def test_providers_that_are_not_understood_stop_the_start(
    given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PECIA_OIDC", given)
    with pytest.raises(ImproperlyConfigured, match="PECIA_OIDC must look like"):
        sign_in_providers.providers()


def test_a_value_may_lie_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{STRONG}\n")
    monkeypatch.setenv("PECIA_SECRET_KEY_FILE", str(file))
    assert data_folder.secret_key(tmp_path) == STRONG
    monkeypatch.setenv("PECIA_SECRET_KEY_FILE", str(tmp_path / "absent"))
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        data_folder.secret_key(tmp_path)


@pytest.mark.parametrize("weak", ["secret", "a" * 60, "abc" * 20])
def test_a_weak_secret_is_refused(
    weak: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PECIA_SECRET_KEY", weak)
    with pytest.raises(ImproperlyConfigured, match="weak"):
        data_folder.secret_key(tmp_path)


def test_the_first_run_makes_a_secret_that_only_we_read_and_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PECIA_SECRET_KEY", raising=False)
    folder = tmp_path / "data"
    made = data_folder.secret_key(folder)
    data_folder.prepare(folder)
    assert data_folder.secret_key(folder) == made
    assert len(made) >= 50
    assert (folder / "secret-key").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_an_index_in_postgresql_is_refused_beside_another_database(tmp_path: Path) -> None:
    own = {"PECIA_DATA": str(tmp_path), "PECIA_SEARCH": "postgresql"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PECIA_")}
    said = subprocess.run(
        [sys.executable, "-c", "import pecia.config.settings"],
        env=kept | own,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert said.returncode != 0
    assert "PECIA_SEARCH=postgresql needs PECIA_DATABASE_URL" in said.stderr
