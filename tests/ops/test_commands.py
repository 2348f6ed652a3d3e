"""The command line, as people and scripts use it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


def pecia(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command and return what it said."""
    return subprocess.run(
        [sys.executable, "-m", "pecia", *map(str, words)],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "", **environment},
    )


def test_help_names_the_commands() -> None:
    said = pecia("--help")
    assert said.returncode == 0
    for name in ("render", "inspect", "doctor", "pool"):
        assert name in said.stdout


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys\nfrom pecia.ops.main import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print(sorted({'PIL', 'pypdfium2', 'rich', 'weasyprint', 'numpy'} & set(sys.modules)))"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert said.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("words", [(), ("sing",), ("render",), ("render", "x", "--pages", "0")])
def test_wrong_usage_ends_with_2(words: tuple[str, ...]) -> None:
    try_ = pecia(*words, *(["-o", "out"] if "--pages" in words else []))
    assert try_.returncode == 2
    assert "usage" in try_.stderr


def test_render_writes_pages_text_and_a_report(samples: Path, tmp_path: Path) -> None:
    said = pecia("render", samples / "text.docx", "-o", tmp_path / "out", "--json")
    assert said.returncode == 0, said.stderr
    folder = tmp_path / "out" / "text.docx"
    report = json.loads((folder / "report.json").read_text())
    assert json.loads(said.stdout) == [report]
    assert report["outcome"] == "rendered"
    assert report["code"] is None
    assert report["type"] == "docx"
    assert report["pages"] == 2
    assert len(report["sha256"]) == 64
    assert {"first_page_ms", "pdf_ms", "total_ms"} <= report["timings"].keys()
    assert {"file", "language", "findings", "fonts_missing"} <= report.keys()
    names = {path.name for path in folder.iterdir()}
    assert {"document.pdf", "page-0001.webp", "page-0002.webp", "text.txt", "lines.json"} <= names
    assert (folder / "text.txt").read_text().startswith("The pecia")
    assert "[1/1] text.docx: 2 pages" in said.stderr


def test_only_the_pages_that_were_asked_for(samples: Path, tmp_path: Path) -> None:
    said = pecia("render", samples / "text.docx", "-o", tmp_path, "--pages", "2", "--width", "300")
    assert said.returncode == 0, said.stderr
    folder = tmp_path / "text.docx"
    assert not (folder / "page-0001.webp").exists()
    assert (folder / "page-0002.webp").exists()


def test_a_refused_file_does_not_stop_the_others(samples: Path, tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "broken.docx").write_bytes(b"PK\x03\x04 not a container")
    shutil.copy(samples / "text.txt", tmp_path / "in" / "deep" / "words.txt")
    said = pecia("render", tmp_path / "in", "-o", tmp_path / "out", "--json")
    assert said.returncode == 1
    reports = {report["file"]: report for report in json.loads(said.stdout)}
    assert reports["broken.docx"]["outcome"] == "refused"
    assert reports["broken.docx"]["code"] == "zip_damaged"
    assert reports["broken.docx"]["advice"]
    assert reports["words.txt"]["outcome"] == "rendered"
    assert "refused (zip_damaged)" in said.stderr


def test_files_of_the_same_name_get_folders_of_their_own(samples: Path, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        shutil.copy(samples / "text.txt", tmp_path / folder / "same.txt")
    pattern = str(tmp_path / "*" / "same.txt")
    assert pecia("render", pattern, "-o", tmp_path / "out").returncode == 0
    assert (tmp_path / "out" / "same.txt" / "report.json").exists()
    assert (tmp_path / "out" / "same.txt-2" / "report.json").exists()


def test_a_file_that_is_not_there_is_reported(tmp_path: Path) -> None:
    said = pecia("render", tmp_path / "nothing.pdf", "-o", tmp_path / "out")
    assert said.returncode == 1
    assert "not_readable" in said.stderr


def test_an_empty_folder_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert pecia("render", tmp_path / "empty", "-o", tmp_path / "out").returncode == 2


def test_inspect_converts_nothing_and_names_the_type(samples: Path) -> None:
    said = pecia("inspect", samples / "sheet.xls", samples / "page.html", "--json")
    assert said.returncode == 0, said.stderr
    assert [report["type"] for report in json.loads(said.stdout)] == ["xls", "html"]


def test_inspect_reads_well(samples: Path, tmp_path: Path) -> None:
    shutil.copy(samples / "text.docx", tmp_path / "wrong.pdf")
    said = pecia("inspect", tmp_path / "wrong.pdf")
    assert "wrong.pdf: docx" in said.stdout
    assert "type_mismatch" in said.stdout


def test_doctor_says_that_all_is_well() -> None:
    said = pecia("doctor")
    assert said.returncode == 0, said.stdout + said.stderr
    assert "Everything is in order." in said.stdout
    assert "landlock           holds" in said.stdout
    assert "canary        could not get out" in said.stdout


def test_another_process_uses_a_pool_until_it_is_told_to_stop(
    samples: Path, tmp_path: Path
) -> None:
    words = [sys.executable, "-m", "pecia", "pool", str(tmp_path / "pool"), "--workers", "1"]
    english = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": ""}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=english) as pool:
        assert pool.stdout is not None
        assert "ready" in pool.stdout.readline()
        script = (
            "from pathlib import Path\nfrom pecia.engine.public import Engine\n"
            f"with Engine.attach(Path({str(tmp_path / 'pool')!r})) as engine:\n"
            f"    print(len(engine.render({str(samples / 'text.docx')!r}).pages))\n"
        )
        said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
        assert said.stdout.strip() == "2", said.stderr
        pool.terminate()
        assert pool.wait(timeout=20) == 0


def test_a_file_name_that_is_no_text(samples: Path, tmp_path: Path) -> None:
    source = Path(os.fsdecode(os.fsencode(tmp_path) + b"/a\xff\x1b[31m.txt"))
    shutil.copy(samples / "text.txt", source)
    said = pecia("render", tmp_path, "-o", tmp_path / "out", "--json")
    assert said.returncode == 0, said.stderr
    assert json.loads(said.stdout)[0]["outcome"] == "rendered"
    assert "\x1b" not in said.stderr
