"""What is written agrees with what is built."""

from __future__ import annotations

import ast
import importlib.machinery
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pecia.engine.public import ADVICE, FORMATS, SAMPLES, SEVERITY

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SOURCES = sorted((ROOT / "src").rglob("*.py"))


def test_the_page_of_codes_is_fresh() -> None:
    path = ROOT / "scripts" / "write-codes"
    loader = importlib.machinery.SourceFileLoader("write_codes", str(path))
    spec = importlib.util.spec_from_loader("write_codes", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode = True
    loader.exec_module(module)
    assert (ROOT / "docs" / "codes.md").read_text(encoding="utf-8") == module.page()


def test_every_code_that_is_used_is_in_a_table() -> None:
    used = {
        node.args[0].value
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("Refusal", "ConvertError", "PdfRefused")
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert used
    assert used <= ADVICE.keys()


def test_every_format_is_in_the_readme() -> None:
    for row in FORMATS:
        for extension in row.extensions:
            assert re.search(rf"\b{extension}\b", README), extension


def test_every_environment_variable_is_documented() -> None:
    pages = ("architecture.md", "settings.md")
    page = "".join((ROOT / "docs" / name).read_text(encoding="utf-8") for name in pages)
    used = {
        name
        for path in SOURCES
        for name in re.findall(r"\"(PECIA_[A-Z_]+)\"", path.read_text(encoding="utf-8"))
    } - {"PECIA_CANARY", "PECIA_PARENT"}  # set by ourselves for our own processes
    assert used
    assert all(f"`{name}`" in page for name in used), used


def test_every_folder_has_its_line() -> None:
    page = (ROOT / "docs" / "parts.md").read_text(encoding="utf-8")
    folders = {path.parent for path in SOURCES if path.parent.name != "migrations"}
    folders -= {ROOT / "src" / "pecia"}
    for folder in folders:
        assert f"`{folder.relative_to(ROOT)}`" in page, folder


def test_every_module_says_what_it_is_for() -> None:
    for path in (each for each in SOURCES if each.parent.name != "migrations"):
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


def test_decisions_are_numbered_and_name_what_was_rejected() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for heading in ("## Context", "## Decision", "## Rejected"):
            assert heading in text, page


def test_the_readme_s_python_runs() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    code = code.replace("report.docx", str(SAMPLES / "latin.docx"))
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert said.returncode == 0, said.stderr
    assert "The pecia" in said.stdout


@pytest.mark.parametrize("target", ["install", "run", "test", "test-long", "check", "bench"])
def test_make_targets_are_in_the_readme_and_the_makefile(target: str) -> None:
    assert f"make {target}" in README
    assert re.search(rf"^{target}:.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_no_registry_host_is_committed() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    names = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    pattern = re.compile(
        rb"https?://(?:[\w.-]*\.)?(?:python" + rb"hosted|py" + rb"pi|npm" + rb"js)\."
    )
    assert not [name for name in names if name.is_file() and pattern.search(name.read_bytes())]


def test_severities_are_spread() -> None:
    assert {str(severity) for severity in SEVERITY.values()} == {"info", "warning", "hold"}
