"""Every text for people is there in Chinese, says the same, and is compiled."""

from __future__ import annotations

import ast
import os
import re
import runpy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import pecia
from pecia.engine.public import ADVICE, SEVERITY, Severity
from pecia.ops import texts
from pecia.ops.finding_labels import FINDING_LABELS, SEVERITY_LABELS
from pecia.ops.main import COMMANDS

SOURCE = Path(pecia.__file__).parent
SCRIPT = Path(__file__).parents[2] / "scripts" / "compile-translations"
CATALOGUE = SOURCE / "locale" / "zh_Hans" / "LC_MESSAGES" / "pecia.po"
MARKS = {"_": 1, "N_": 1, "gettext": 1, "ngettext": 2}  # how many of its arguments are texts
LOCALE_NAMES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
PLACEHOLDER = re.compile(r"%(?:\(\w+\)[.\d]*[sdf])?")


def marked_calls() -> Iterator[tuple[str, list[ast.expr]]]:
    """Where it stands, and the arguments that are texts."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                count = MARKS.get(node.func.id, 0)
                if count:
                    yield f"{path.name}:{node.lineno}", node.args[:count]


def source_texts() -> dict[str, str]:
    """Each msgid that the source asks for, with its plural or itself."""
    found = {}
    for _where, arguments in marked_calls():
        values = [node.value for node in arguments if isinstance(node, ast.Constant)]
        if values and len(values) == len(arguments):
            found[str(values[0])] = str(values[-1])
    commands = (what for _module, what in COMMANDS.values())
    return found | {text: text for text in (*ADVICE.values(), *commands)}


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    return runpy.run_path(str(SCRIPT))


@pytest.fixture(scope="module")
def entries(script: dict[str, Any]) -> dict[str, dict[str, str]]:
    """The catalogue without its header, by msgid."""
    return {entry["msgid"]: entry for entry in script["read"](CATALOGUE) if entry["msgid"]}


def test_every_text_is_translated(entries: dict[str, dict[str, str]]) -> None:
    assert sorted(source_texts().keys() - entries.keys()) == []


def test_no_translation_is_left_over(entries: dict[str, dict[str, str]]) -> None:
    assert sorted(entries.keys() - source_texts().keys()) == []


def test_plurals_are_those_of_the_source(entries: dict[str, dict[str, str]]) -> None:
    plurals = {msgid: plural for msgid, plural in source_texts().items() if msgid != plural}
    assert plurals == {
        msgid: entry["msgid_plural"] for msgid, entry in entries.items() if "msgid_plural" in entry
    }


def test_translations_have_the_placeholders_of_the_source(
    entries: dict[str, dict[str, str]],
) -> None:
    for entry in entries.values():
        held = [sorted(PLACEHOLDER.findall(text)) for text in entry.values()]
        assert all(one == held[0] for one in held), entry
        assert "%" not in held[0], f"a placeholder without a name: {entry}"


def test_translations_are_chinese(entries: dict[str, dict[str, str]]) -> None:
    for entry in entries.values():
        text = entry.get("msgstr", entry.get("msgstr[0]", ""))
        assert re.search("[\u4e00-\u9fff]", text), entry
        assert not re.search("[\u4e00-\u9fff][,.:;?!]", text), f"Latin punctuation: {entry}"


def test_texts_are_not_put_together_before_they_are_looked_up() -> None:
    for where, arguments in marked_calls():
        for node in arguments:
            assert not isinstance(node, ast.JoinedStr | ast.BinOp), where


def test_the_compiled_catalogue_is_fresh() -> None:
    said = subprocess.run([sys.executable, SCRIPT, "--check"], capture_output=True, text=True)
    assert said.returncode == 0, said.stderr


@pytest.mark.parametrize(
    "wrong",
    [
        'msgid "a"\nmsgstr ""\n',
        'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n',
        '#, fuzzy\nmsgid "a"\nmsgstr "b"\n',
        '"a"\n',
    ],
    ids=["untranslated", "twice", "fuzzy", "without keyword"],
)
def test_a_catalogue_with_a_mistake_is_not_compiled(
    script: dict[str, Any], tmp_path: Path, wrong: str
) -> None:
    (tmp_path / "wrong.po").write_text(wrong)
    with pytest.raises(ValueError, match=r"not understood|not translated|twice"):
        script["compiled"](tmp_path / "wrong.po")


def test_every_finding_has_a_label() -> None:
    assert FINDING_LABELS.keys() == SEVERITY.keys()
    assert SEVERITY_LABELS.keys() == set(Severity)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": ""}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-Hans"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C", "LANGUAGE": "zh"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "de:zh_CN:en"}, "zh-Hans"),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "en"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_language_is_that_of_the_system(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: str
) -> None:
    for name in LOCALE_NAMES:
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert texts.language() == expected
    translated = texts.gettext(ADVICE["empty"])
    assert (translated == ADVICE["empty"]) is (expected == "en")
    assert texts.gettext("") == ""
    assert texts.ngettext("%(count)d page", "%(count)d pages", 2) % {"count": 2} in (
        "2 pages",
        "2 页",
    )


def test_inspect_speaks_chinese(samples: Path) -> None:
    environment = {**os.environ, "LC_ALL": "zh_CN.UTF-8", "LANGUAGE": "", "PYTHONUTF8": "1"}
    said = subprocess.run(
        [sys.executable, "-m", "pecia", "inspect", samples / "nothing.pdf"],
        capture_output=True,
        encoding="utf-8",
        env=environment,
        timeout=60,
    )
    assert said.stdout.startswith("nothing.pdf：已退回（not_readable）。无法读取该文件。")
