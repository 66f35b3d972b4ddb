"""Both languages, everywhere."""

from __future__ import annotations

import ast
import re
import string
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import typer

from planner.cli import help_texts, phrases, read_environment
from planner.cli.app import app
from planner.cli.translation import PANELS, translate_command
from planner.language import Pair, choose_language, take_option
from planner.report import phrases as report_phrases
from tests.cli.conftest import Run

ROOT = Path(__file__).resolve().parents[2] / "planner"
BOOKS = {"cli": phrases.PHRASES, "report": report_phrases.PHRASES, "help": help_texts.HELP}
PAIRS = [
    *((f"{book}.{key}", pair) for book, pairs in BOOKS.items() for key, pair in pairs.items()),
    *((f"panel.{key}", pair) for key, pair in PANELS.items()),
    *(
        (str(key), pair)
        for pairs in (report_phrases.STATUSES, report_phrases.SOLVE_STATUSES, report_phrases.CLASSES)
        for key, pair in pairs.items()
    ),
]
SAME = {"report.purchase_size", "cli.short"}
"""Pairs whose Chinese may lack Chinese characters."""


def has_chinese(text: str) -> bool:
    return any("CJK" in unicodedata.name(letter, "") for letter in text)


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(("key", "pair"), PAIRS, ids=[key for key, _ in PAIRS])
def test_every_sentence_is_in_both_languages_with_the_same_places(key: str, pair: Pair) -> None:
    assert pair.zh.strip() and pair.en.strip()
    assert has_chinese(pair.zh) or "{" in pair.zh
    assert not has_chinese(pair.en)
    assert places(pair.zh) == places(pair.en)


def used_keys(folder: Path) -> set[str]:
    """Every string constant of the room's code outside its phrase books."""
    keys: set[str] = set()
    for file in folder.glob("*.py"):
        if file.name in ("phrases.py", "help_texts.py"):
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                keys.add(node.value)
    return keys


@pytest.mark.parametrize(("room", "books"), [("cli", ("cli", "help")), ("report", ("report",))])
def test_every_sentence_is_used(room: str, books: tuple[str, ...]) -> None:
    used = used_keys(ROOT / room)
    built = {f"index_{key}" for key in used}
    unused = [f"{book}.{key}" for book in books for key in BOOKS[book] if key not in used | built]
    assert unused == []


def every_command(command: Any) -> list[Any]:
    return [command, *(inner for child in getattr(command, "commands", {}).values() for inner in every_command(child))]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_command_and_option_has_help_in_the_language(language: str) -> None:
    root = typer.main.get_command(app)
    translate_command(root, language)
    for command in every_command(root):
        texts = [command.help, *(parameter.help for parameter in command.params)]
        assert all(texts), command.name
        assert all(has_chinese(text) == (language == "zh") for text in texts), (command.name, texts)


@pytest.mark.parametrize("words", [(), ("init",), ("validate",), ("plan",), ("check",), ("compare",), ("index", "show"), ("schema",)])
def test_chinese_help_is_not_cut_off(run: Run, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    result = run("--lang", "zh", *words, "--help")
    assert result.code == 0 and has_chinese(result.out)
    assert "…" not in result.out and "Show this message" not in result.out
    # A blank after a full-width mark would be seen; at the end of a cell and before a mark of typer's there is one.
    assert not re.search("[，；、][ ](?![ │])", result.out)


def test_language_comes_from_the_line_then_the_variable_then_the_locale() -> None:
    assert choose_language("en", {"PLANNER_LANG": "zh"}) == "en"
    assert choose_language(None, {"PLANNER_LANG": "zh", "LANG": "en_US.UTF-8"}) == "zh"
    assert choose_language(None, {"LC_ALL": "zh_CN.GBK", "LANG": "en_US.UTF-8"}) == "zh"
    assert choose_language(None, {"LANG": "de_DE.UTF-8"}) == "en"
    assert choose_language(None, {"PLANNER_LANG": "fr", "LANG": "zh_CN"}) == "zh"


@pytest.mark.parametrize("given", ["zh", "ZH", "zh_CN", "zh-Hans", "zh_CN.UTF-8", " Zh "])
def test_the_variable_may_be_written_as_a_locale(given: str) -> None:
    assert read_environment({"PLANNER_LANG": given, "LANG": "en"}) == ({"PLANNER_LANG": "zh", "LANG": "en"}, None)


def test_an_unknown_language_in_the_variable_is_told_and_the_locale_decides(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANNER_LANG", "fr")
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "PLANNER_LANG 只能是" in run("--version").err
    assert run("--lang", "en", "--version").err == ""
    monkeypatch.setenv("PLANNER_LANG", "")
    assert run("--version").err == ""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["plan", "--lang", "zh", "x"], ("zh", ["plan", "x"])),
        (["--lang=en", "plan"], ("en", ["plan"])),
        (["plan", "--", "--lang", "zh"], (None, ["plan", "--", "--lang", "zh"])),
        (["plan", "--lang"], ("", ["plan"])),
    ],
)
def test_the_language_may_stand_anywhere(words: list[str], expected: tuple[str | None, list[str]]) -> None:
    assert take_option(words, "--lang") == expected


def test_a_filled_pair_says_its_parts_in_each_language() -> None:
    pair = Pair("缺{what}：{count}", "no {what}: {count}").fill(what=Pair("文件", "file"), count=3)
    assert (pair.zh, pair.en) == ("缺文件：3", "no file: 3")


def test_braces_in_names_are_harmless() -> None:
    assert Pair("名{n}", "name {n}").fill(n="{x}").en == "name {x}"
