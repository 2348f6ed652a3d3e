"""The demo library: its plan, its files, and what a site makes of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from pecia.engine.public import Engine
from pecia.ingest.public import IngestJob, JobState, advance, forget_engine, use_engine
from pecia.library.public import Category, Document, Edition, Licence
from pecia.ops import demo

FORMATS = {
    "docx", "doc", "odt", "rtf", "pptx", "ppt", "odp", "xlsx", "ods", "csv", "pdf", "md", "txt",
    "html", "epub", "png",
}  # fmt: skip
MOST_BYTES = 1_500_000


@pytest.fixture(scope="module")
def plan() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((demo.FOLDER / "library.json").read_text(encoding="utf-8"))
    return read


def categories(rows: list[dict[str, Any]], above: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for row in rows:
        yield above + row["slug"], row
        yield from categories(row.get("children", []), f"{above}{row['slug']}/")


def test_plan_and_files_agree(plan: dict[str, Any]) -> None:
    planned = [row["file"] for row in plan["documents"]]
    there = {path.name for path in (demo.FOLDER / "files").iterdir()}
    assert len(planned) == len(set(planned))
    assert set(planned) == there


def test_it_is_small() -> None:
    files = [path for path in demo.FOLDER.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < MOST_BYTES


def test_every_document_names_a_category_and_a_publisher(plan: dict[str, Any]) -> None:
    paths = {path for path, _ in categories(plan["categories"])}
    publishers = {row["key"] for row in plan["publishers"]}
    for row in plan["documents"]:
        assert row["category"] in paths, row["file"]
        assert row["publisher"] in publishers, row["file"]
        assert row["licence"] in Licence.values, row["file"]
        assert row["title"], row["file"]
        assert row["keywords"], row["file"]
        assert row["description"], row["file"]


def test_every_category_has_names_and_terms_in_both_languages(plan: dict[str, Any]) -> None:
    assert len(plan["categories"]) == 12
    for path, row in categories(plan["categories"]):
        assert row["en"], path
        assert row["zh"], path
        assert {word.isascii() for word in row["terms"]} == {True, False}, path


def test_it_shows_every_language_format_and_term(plan: dict[str, Any]) -> None:
    rows = plan["documents"]
    assert {row["file"].rpartition(".")[2] for row in rows} == FORMATS
    assert {row["language"] for row in rows} == {"en", "zh"}
    assert {row["download_access"] for row in rows} == {"anyone", "members"}
    assert {row["category"].split("/")[0] for row in rows} == {
        row["slug"] for row in plan["categories"]
    }
    assert any(row["preview_pages"] for row in rows)
    assert len({row["licence"] for row in rows}) > 2


def test_pen_names_can_be_masked(plan: dict[str, Any]) -> None:
    assert all(len(row["name"]) >= 7 for row in plan["publishers"])


@pytest.mark.django_db
def test_it_is_loaded_once(plan: dict[str, Any]) -> None:
    assert demo.is_wanted()
    assert demo.load() == len(plan["documents"])
    assert not demo.is_wanted()
    before = counted()
    assert before[0] == before[1] == before[2] == len(plan["documents"])
    assert demo.load() == 0
    assert counted() == before


def counted() -> list[int]:
    return [model.objects.count() for model in (Document, Edition, IngestJob, Category)]


@pytest.mark.django_db
def test_an_interrupted_load_leaves_an_empty_site(monkeypatch: pytest.MonkeyPatch) -> None:
    from pecia.library import public

    def interrupt(*_words: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(public, "request_publication", interrupt)
        with pytest.raises(KeyboardInterrupt):
            demo.load()
    assert demo.is_wanted()
    assert demo.load() == Document.objects.count()


@pytest.fixture
def warm(engine: Engine) -> Iterator[None]:
    """The pipeline asks this engine."""
    use_engine(engine)
    yield
    forget_engine()


@pytest.mark.django_db
@pytest.mark.usefixtures("warm")
def test_every_document_is_published() -> None:
    demo.load()
    for job in IngestJob.objects.all():
        advance(job.pk)
    assert set(IngestJob.objects.values_list("state", flat=True)) == {JobState.DONE}
    for document in Document.objects.select_related("current_edition"):
        assert document.state == "published", document.title
        edition = document.current_edition
        assert edition is not None
        assert edition.page_count >= 1, document.title
        assert not [each for each in edition.findings if each["severity"] == "hold"], document.title
