"""Every text for people is there in Chinese, says the same, and is compiled."""

from __future__ import annotations

import ast
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import pecia
from pecia.engine.public import ADVICE
from pecia.ops import texts

ROOT = Path(__file__).parents[2]
SOURCE = Path(pecia.__file__).parent
CATALOGUE = SOURCE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
LOCALE_NAMES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
PLACEHOLDER = re.compile(r"%%|%(?:\(\w+\)[.\d]*[sdf]|[sd])|\{\w+\}")
TAG = re.compile(r"</?[a-z][^>]*>")
HAN = "[\u4e00-\u9fff]"
# What a translation holds beside Chinese and may touch it: placeholders, tags, signs of their own.
JOINTS = ("punctuation", "between items of a list", "date format", "date and time format")
NAMES_ONLY = {"%(name)s (№ %(number)s)", "%(file)s: № %(number)d, %(outcome)s", "{sent} of {size}"}
NAMES_ONLY |= {"%(title)s: %(text)s"}


def run(script: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / script), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "scripts" / "compile-translations"))


@pytest.fixture(scope="module")
def gatherer() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "scripts" / "gather-translations"))


@pytest.fixture(scope="module")
def entries(script: dict[str, Any]) -> dict[str, dict[str, str]]:
    """The catalogue without its header, by key."""
    return {script["key_of"](entry): entry for entry in script["read"](CATALOGUE) if entry["msgid"]}


# The catalogue and the source.


def test_every_text_is_translated_and_none_is_left_over() -> None:
    said = run("gather-translations", "--check")
    assert said.returncode == 0, said.stdout


@pytest.mark.parametrize("change", ["untranslated", "left over", "missing", "out of place"])
def test_a_catalogue_behind_the_source_is_found(
    change: str, gatherer: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = CATALOGUE.read_text(encoding="utf-8")
    first, *others = re.findall(r"(?s)msgid \"[^\"]+\"\nmsgstr \"[^\"]+\"\n", text)
    changed = {
        "untranslated": text.replace(first, re.sub(r"msgstr .*", 'msgstr ""', first)),
        "left over": text + '\nmsgid "Nobody says this."\nmsgstr "没有人这样说。"\n',
        "missing": text.replace(first, ""),
        "out of place": text.replace(first, "") + f"\n{first}",
    }[change]
    assert others
    po = tmp_path / "zh_Hans/LC_MESSAGES/django.po"
    po.parent.mkdir(parents=True)
    po.write_text(changed, encoding="utf-8")
    monkeypatch.setitem(gatherer["_compile"], "LOCALE", tmp_path)
    monkeypatch.setattr(sys, "argv", ["gather-translations", "--check"])
    assert gatherer["main"]() == 1
    assert po.read_text(encoding="utf-8") == changed


def test_texts_are_gathered_from_python_and_from_templates(gatherer: dict[str, Any]) -> None:
    python = 'x = _("One"); ngettext("%(n)d page", "%(n)d pages", 2); pgettext("door", "Open")'
    template = (
        '{% load i18n %}{% translate "Two" context "door" %}{{ _("Three") }}'
        "{% blocktranslate count n=n %}{{ n }} leaf{% plural %}{{ n }} leaves{% endblocktranslate %}"
    )
    found = [
        *gatherer["of_python"](python, "a.py"),
        *gatherer["of_template"](template, "b.html"),
    ]
    assert {(each.context, each.text, each.plural) for each in found} == {
        (None, "One", None),
        (None, "%(n)d page", "%(n)d pages"),
        ("door", "Open", None),
        ("door", "Two", None),
        (None, "Three", None),
        (None, "%(n)s leaf", "%(n)s leaves"),
    }


def test_texts_are_not_put_together_before_they_are_looked_up(gatherer: dict[str, Any]) -> None:
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in gatherer["MARKS"]:
                joined = [each for each in node.args if isinstance(each, ast.JoinedStr | ast.BinOp)]
                assert not joined, f"{path.name}:{node.lineno}"


# What the translations say.


def test_plurals_are_those_of_the_source(
    entries: dict[str, dict[str, str]], gatherer: dict[str, Any]
) -> None:
    source = {key: each.plural for key, each in gatherer["gathered"]().items() if each.plural}
    assert source == {
        key: entry["msgid_plural"] for key, entry in entries.items() if "msgid_plural" in entry
    }


def test_translations_have_the_placeholders_of_the_source(
    entries: dict[str, dict[str, str]],
) -> None:
    for entry in _with_words(entries):
        said = {name: text for name, text in entry.items() if name != "msgctxt"}
        source = sorted(PLACEHOLDER.findall(said.pop("msgid_plural", said["msgid"])))
        translated = sorted(PLACEHOLDER.findall(_chinese_of(entry)))
        assert translated == source, entry
        assert "%" not in PLACEHOLDER.sub("", "".join(said.values())), entry


def test_our_placeholders_have_names(gatherer: dict[str, Any]) -> None:
    for message in gatherer["gathered"]().values():
        if message.place.startswith("pecia/"):
            assert not {"%s", "%d"} & set(PLACEHOLDER.findall(message.text)), message


def test_translations_have_the_tags_of_the_source(entries: dict[str, dict[str, str]]) -> None:
    for entry in _with_words(entries):
        assert sorted(TAG.findall(_chinese_of(entry))) == sorted(TAG.findall(entry["msgid"])), entry


def test_translations_are_chinese(entries: dict[str, dict[str, str]]) -> None:
    for entry in _with_words(entries):
        text = _chinese_of(entry)
        assert re.search(HAN, text) or entry["msgid"] in NAMES_ONLY, entry
        assert not re.search(f"{HAN}[,.:;?!()]|[,:;?!(]{HAN}", text), f"Latin sign: {entry}"
        assert text == text.strip() or entry["msgid"] != entry["msgid"].strip(), entry


def test_latin_words_and_figures_stand_apart_from_chinese(
    entries: dict[str, dict[str, str]],
) -> None:
    touching = re.compile(f"{HAN}[A-Za-z0-9]|[A-Za-z0-9]{HAN}")
    for entry in _with_words(entries):
        text = re.sub(r"第[\w%()–]+页", "", TAG.sub("", PLACEHOLDER.sub("", _chinese_of(entry))))
        assert not touching.search(text), entry


def test_a_filing_is_not_called_a_licence(script: dict[str, Any]) -> None:
    for entry in script["read"](CATALOGUE):
        if "iling no." in entry["msgid"]:
            assert "备案" in entry["msgstr"]
        if "iling" in entry["msgid"]:
            assert "许可证" not in entry["msgstr"], entry


def _with_words(entries: dict[str, dict[str, str]]) -> list[dict[str, str]]:
    return [entry for entry in entries.values() if entry.get("msgctxt") not in JOINTS]


def _chinese_of(entry: dict[str, str]) -> str:
    return entry.get("msgstr", entry.get("msgstr[0]", ""))


# The compiled file.


def test_the_compiled_catalogue_is_fresh() -> None:
    said = run("compile-translations", "--check")
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


# The command line.


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
