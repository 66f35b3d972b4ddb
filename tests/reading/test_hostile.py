"""Files that must be refused: politely, with a place, and quickly."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.errors import InputRefused
from planner.reading import read_scenario
from tests.reading.samples import GOOD, changed, refused, write

BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{after}: &{after} [{','.join([f'*{before}'] * 9)}]\n" for before, after in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE: dict[str, tuple[str | bytes, str]] = {
    "alias bomb": (BOMB, "aliases"),
    "nested lists": ("[" * 3000, "deeper than 50"),
    "nested lists, closed": ("a: " + "[" * 3000 + "]" * 3000, "deeper than 50"),
    "nested mappings": ("{a: " * 3000, "deeper than 50"),
    "nested blocks": ("".join(" " * number + "a:\n" for number in range(300)), "deeper than 50"),
    "nested dashes": ("- " * 3000, "deeper than 50"),
    "10 MB": (b"# " + b"x" * 10_000_000, "larger than the limit of 5 MB"),
    "duplicate key": (changed("gwp_edition: ar5", "gwp_edition: ar5\ngwp_edition: ar6"), "it is first on line 24"),
    "year twice": (changed("{2025: 5000}", "{2025: 5000, '2025': 6000}"), "duplicate key `2025`"),
    "anchor": (changed("name: 电", "name: &n 电"), "anchors"),
    "merge key": (changed("  price_year: 2025", "  <<: {price_year: 2025}"), "merge keys"),
    "tag": (changed("name: 电", "name: !!python/object:os.system 电"), "tags"),
    "string tag": (changed("name: 电", "name: !!str 5"), "tags"),
    "two documents": (GOOD + "---\n" + GOOD, "several YAML documents"),
    "yaml 1.1": ("%YAML 1.1\n---\n" + GOOD, "only YAML 1.2"),
    "yes": (changed("discount_rate: 0.08", "discount_rate: yes"), "give a number"),
    "no": (changed("founded_year: 2005", "founded_year: no"), "a whole number"),
    "on": (changed("limit_size: 2500", "limit_size: on"), "give a number"),
    "sexagesimal": (changed("limit_size: 2500", "limit_size: 12:30"), "give a number"),
    "octal": (changed("limit_size: 2500", "limit_size: 020"), "begins with 0"),
    "octal 1.2": (changed("limit_size: 2500", "limit_size: 0o20"), "base 16, 8 or 2"),
    "hexadecimal": (changed("limit_size: 2500", "limit_size: 0x10"), "base 16, 8 or 2"),
    "infinity": (changed("limit_size: 2500", "limit_size: .inf"), "not a finite"),
    "text infinity": (changed("limit_size: 2500", "limit_size: 'inf'"), "finite"),
    "many digits": (changed("limit_size: 2500", "limit_size: " + "9" * 10_000), "more than 60"),
    "huge": (changed("limit_size: 2500", "limit_size: 1e300"), ""),
    "control characters": (b"schema: planner/1\nname: a\x00b\n", "U+0000"),
    "escape character": (b"schema: planner/1\nname: a\x1b[31mb\n", "U+001B"),
    "escaped control": (changed("name: 电", 'name: "a\\u0007b"'), "U+0007"),
    "half a surrogate": (changed("name: 电", 'name: "\\ud800"'), "U+D800"),
    "beyond Unicode": (changed("name: 电", 'name: "\\UFFFFFFFF"'), "not valid YAML"),
    "text direction": (changed("name: 电", "name: a\u202eb"), "U+202E"),
    "byte order mark inside": (changed("name: 电", "name: a\ufeffb"), "U+FEFF"),
    "byte order mark alone": (b"\xef\xbb\xbf", "empty"),
    "empty": ("", "empty"),
    "only a comment": ("# nothing\n", "empty"),
    "only dashes": ("---\n", "must be a mapping"),
    "list": ("- 1\n- 2\n", "must be a mapping"),
    "one word": ("hello", "must be a mapping"),
    "GBK list": ("- 甲\n".encode("gbk"), "must be a mapping"),
    "UTF-16": (GOOD.encode("utf-16"), ""),
    "binary": (bytes(range(256)) * 50, ""),
    "zip": (b"PK\x03\x04\x14\x00\x06\x00\x08\x00" * 20, "invisible"),
    "png": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", ""),
    "wrong encoding": (b"name: \xff\xff\xff", "neither UTF-8 nor GB 18030"),
    "tab": ("schema: planner/1\nfactory:\n\tname: x\n", "a tab in the indentation"),
    "full-width colon": ("schema: planner/1\nname：甲厂\nfactory: {}\n", "full-width colon"),
    "full-width colon in the only line": ("name：甲厂\n", "full-width colon"),
    "full-width colon after schema": ("schema: planner/1\nname：甲厂\n", "full-width colon"),
    "full-width colon below": (changed("tiers: {low: 2026}", "tiers:\n    low：2026"), "full-width colon"),
    "full-width colon in braces": (changed("{low: 2026}", "{low：2026}"), "type `low: `"),
    "no space after the colon": ("schema: planner/1\nname:x\nfactory: {}\n", "a space is missing"),
    "full-width space": ("schema: planner/1\nfactory:\n\u3000name: x\n a: b: c\n", "full-width space"),
    "open quote": ("schema: planner/1\nname: 'x\n", "a quote is not closed"),
    "open brace": ("schema: planner/1\nname: {a: 1\n", "a brace"),
    "open bracket": ("schema: planner/1\nname: [1, 2\n", "a bracket"),
    "indentation": ("schema: planner/1\n  name: x\n", "indentation"),
    "at sign": ("schema: planner/1\nname: @x\n", "put quotes around text"),
    "percent": ("schema: planner/1\nname: %x\n", "put quotes around text"),
    "colon in text": ("schema: planner/1\nname: a: b\n", "put quotes around text"),
    "windows path": ('schema: planner/1\nname: "C:\\plant"\n', "backslash"),
    "mapping as key": ("schema: planner/1\n? {a: 1}\n: 2\n", "a key must be one word"),
    "list as key": ("schema: planner/1\n[1, 2]: 2\n", "a key must be one word"),
    "null key": ("schema: planner/1\n~: 2\n", "can't be a key"),
    "true key": ("schema: planner/1\ntrue: 2\n", "can't be a key"),
    "number key": ("schema: planner/1\n1.5: 2\n", "can't be a key"),
    "alias as key": ("schema: planner/1\n*a : 2\n", "aliases"),
    "alias to nothing": (changed("name: 电", "name: *nothing"), "aliases"),
    "extends a number": ("schema: planner/1\nextends: 5\n", "give a file name"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_quickly(tmp_path: Path, name: str) -> None:
    content, said = HOSTILE[name]
    path = write(tmp_path, content)
    start = time.process_time()
    problems = refused(path)
    assert time.process_time() - start < 1.0
    assert any(said in problem.en for problem in problems), [problem.say("en") for problem in problems]
    assert all(len(problem.zh) + len(problem.en) + len(problem.excerpt) < 5000 for problem in problems)


def test_only_the_trouble_itself_is_reported(tmp_path: Path) -> None:
    for name in ("duplicate key", "tag", "octal", "alias to nothing", "escaped control", "two documents", "yaml 1.1", "half a surrogate"):
        problems = refused(write(tmp_path, HOSTILE[name][0]))
        assert len(problems) == 1, (name, [problem.say("en") for problem in problems])


def test_places_that_are_no_files(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    write(tmp_path, GOOD, "scenario.yaml")
    for name, said in {
        "folder": "a folder",
        "pipe": "not a regular file",
        "loop": "",
        "scenaro.yaml": "`scenario.yaml`?",
        "x" * 300: "",
        "a\0b": "",
    }.items():
        (problem,) = refused(tmp_path / name)
        assert said in problem.en and problem.line == 0


def test_unreadable_extension_reports_the_file_that_names_it(tmp_path: Path) -> None:
    (problem,) = refused(write(tmp_path, "schema: planner/1\nextends: gone.yaml\n"))
    assert problem.line == 2 and "there is no file `gone.yaml`" in problem.en


def test_many_problems_are_cut(tmp_path: Path) -> None:
    text = GOOD + "".join(f"x{number}: 1\n" for number in range(3000))
    problems = refused(write(tmp_path, text))
    assert len(problems) == 201 and problems[-1].en == "there are more problems"


def accept_or_refuse(path: Path) -> None:
    try:
        read_scenario(path)
    except InputRefused as refusal:
        assert refusal.problems
        for problem in refusal.problems:
            assert problem.say("zh") and problem.say("en") and problem.line >= 0


QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUICK
@given(text=st.text(max_size=200))
def test_random_text_is_only_ever_refused(tmp_path: Path, text: str) -> None:
    accept_or_refuse(write(tmp_path, text.encode("utf-8", "surrogatepass")))


@QUICK
@given(raw=st.binary(max_size=200))
def test_random_bytes_are_only_ever_refused(tmp_path: Path, raw: bytes) -> None:
    accept_or_refuse(write(tmp_path, raw))


@QUICK
@given(text=st.text(alphabet="ab1-.:?,[]{}&*!|>'\"%@`#~<\\ \n\t：年0xeE+_", max_size=60))
def test_random_yaml_is_only_ever_refused(tmp_path: Path, text: str) -> None:
    accept_or_refuse(write(tmp_path, "schema: planner/1\n" + text))


@QUICK
@given(data=st.data())
def test_a_damaged_scenario_is_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(GOOD)))
    length = data.draw(st.integers(0, 12))
    junk = data.draw(st.text(alphabet="ab1-.:?,[]{}&*!|>'\"%@`#~<\\ \n\t：年0xeE+_", max_size=12))
    accept_or_refuse(write(tmp_path, GOOD[:place] + junk + GOOD[place + length :]))


@QUICK
@given(
    path=st.sampled_from(["name", "measures.pv_roof.limit_size", "evidence.0", "history.2025.bought", "x.y", ""]),
    value=st.text(max_size=30),
)
def test_random_arguments_are_only_ever_refused(tmp_path: Path, path: str, value: str) -> None:
    try:
        read_scenario(write(tmp_path, GOOD), [f"{path}={value}"])
    except InputRefused as refusal:
        assert refusal.problems
