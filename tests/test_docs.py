"""The documentation names what there is, its commands run, and its generated parts are up to date."""

from __future__ import annotations

import importlib.util
import re
import shlex
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer

from planner.cli import main
from planner.cli.app import app
from planner.errors import Exit

ROOT = Path(__file__).resolve().parents[1]
TWINS = [("README.md", "README.zh.md"), ("docs/guide/commands.md", "docs/guide/commands.zh.md")]
PAGES = [name for twins in TWINS for name in twins]
GUIDE_TWINS = [
    *TWINS,
    ("docs/guide/scenario.md", "docs/guide/scenario.zh.md"),
    ("docs/own-index.md", "docs/own-index.zh.md"),
    ("docs/hours.md", "docs/hours.zh.md"),
]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def command_names(command: Any, prefix: str = "planner") -> list[str]:
    inner = getattr(command, "commands", None)
    if not inner:
        return [prefix]
    return [name for key, child in inner.items() for name in command_names(child, f"{prefix} {key}")]


COMMANDS = command_names(typer.main.get_command(app))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(page: str, command: str) -> None:
    assert re.search(rf"`?{re.escape(command)}\b", read(page))


@pytest.mark.parametrize("page", PAGES)
def test_every_exit_code_is_documented_and_no_other(page: str) -> None:
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", read(page), re.MULTILINE)} == {int(code) for code in Exit}


@pytest.mark.parametrize("page", [name for twins in TWINS[1:] for name in twins])
def test_every_option_is_documented(page: str) -> None:
    root = typer.main.get_command(app)
    options = {word for command in (root, *every(root)) for parameter in command.params for word in parameter.opts if word.startswith("--")}
    hidden = {"--help", "--version", "--show-completion"}
    assert {word for word in options - hidden if word not in read(page)} == set()


def every(command: Any) -> list[Any]:
    return [item for child in getattr(command, "commands", {}).values() for item in (child, *every(child))]


@pytest.mark.parametrize(("english", "chinese"), GUIDE_TWINS)
def test_both_languages_have_the_same_parts(english: str, chinese: str) -> None:
    for mark in (r"^#+ ", r"^\|", r"^```", r"^- "):
        assert len(re.findall(mark, read(english), re.MULTILINE)) == len(re.findall(mark, read(chinese), re.MULTILINE)), mark


def start_commands() -> list[str]:
    block = next(block for block in re.findall(r"```\n(.*?)```", read("README.md"), re.DOTALL) if "planner init" in block)
    return block.splitlines()


def test_the_start_commands_of_both_readmes_are_the_same() -> None:
    assert "\n".join(start_commands()) in read("README.zh.md")


def test_the_start_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    for line in start_commands():
        program, *words = shlex.split(line)
        assert program == "planner"
        # A scenario without papers plans well and holds no tier: 1 says just that.
        assert main(words) in (Exit.DONE, Exit.NOT_MET), (line, capsys.readouterr().err)
    assert (tmp_path / "near" / "plan.json").is_file()


@pytest.mark.parametrize("page", sorted(path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]))
def test_links_between_pages_lead_somewhere(page: str) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", read(page)):
        assert ((ROOT / page).parent / target).exists(), target


def load_fill() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fill", ROOT / "docs" / "fill.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["docs/guide/fields.md", "docs/own-index.md", "docs/own-index.zh.md", "docs/hours.md", "docs/hours.zh.md"])
def test_the_references_are_up_to_date(name: str) -> None:
    page = read(name)
    assert load_fill().fill(page) == page, "run python3 dev.py docs"


def test_every_kind_of_rule_has_words() -> None:
    from typing import get_args

    from planner.index.rules import Rule

    kinds = {get_args(model.model_fields["kind"].annotation)[0] for model in get_args(get_args(Rule)[0])}
    assert set(load_fill().RULE_WORDS) == kinds


@pytest.mark.slow
def test_the_example_in_the_readmes_is_up_to_date() -> None:
    fill = load_fill()
    for name in ("README.md", "README.zh.md"):
        assert fill.fill(read(name)) == read(name), "run python3 dev.py docs"


def test_every_scenario_field_is_in_the_reference() -> None:
    from planner.domain.scenario import Scenario

    page = read("docs/guide/fields.md")
    for name, field in Scenario.model_fields.items():
        assert f"| `{field.alias or name}` |" in page


def test_every_series_form_is_in_the_guide() -> None:
    from planner.domain.base import _SERIES_OF_KEY

    for page in ("docs/guide/scenario.md", "docs/guide/scenario.zh.md"):
        assert {key for key in _SERIES_OF_KEY if key not in read(page)} == set()


def test_every_measure_kind_is_in_the_guide_and_every_tier_and_status_in_the_glossary() -> None:
    from typing import get_args

    from planner.domain.measure import Measure
    from planner.domain.tiers import MeasureClass, Status
    from planner.index import load_index
    from planner.report.phrases import CLASSES, STATUSES

    kinds = [get_args(model.model_fields["kind"].annotation)[0] for model in get_args(get_args(Measure)[0])]
    assert all(f"| `{kind}`" in read(page) for kind in kinds for page in ("docs/guide/scenario.md", "docs/guide/scenario.zh.md"))
    glossary = read("docs/glossary.md")
    assert all(STATUSES[status].zh in glossary for status in Status)
    assert all(title.zh in glossary for title in load_index("binhai-2022")[0].tier_titles.values())
    assert all(CLASSES[kind].zh in read("docs/guide/scenario.zh.md") for kind in MeasureClass)


def test_glossary_terms_are_defined_once_and_in_order() -> None:
    terms = re.findall(r"^\| ([a-z][^|]*?) \|", read("docs/glossary.md"), re.MULTILINE)[1:]
    assert len(terms) > 50 and terms == sorted(set(terms), key=str.lower)


def test_every_task_of_dev_is_documented() -> None:
    import dev

    assert {task for task in (*dev.TASKS, "lock") if f"python3 dev.py {task}" not in read("CONTRIBUTING.md")} == set()
