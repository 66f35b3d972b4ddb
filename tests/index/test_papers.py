"""What only the index can judge in a scenario: its id, settings and papers, and where the problems are placed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from planner.cli.loading import indexes_of, load_case
from planner.cli.session import Session
from planner.domain.case import WantedIndex
from planner.domain.scenario import Evidence, IndexChoice
from planner.errors import Exit, InputRefused, Problem
from planner.index import choose_indexes, index_for
from tests.builders import tiny_case

EXAMPLE = Path(__file__).parents[2] / "examples" / "two-measures" / "scenario.yaml"
CHOICE = IndexChoice(id="binhai-2022")


def paper(item: str, level: str | None = None) -> Evidence:
    """A paper of 2024."""
    return Evidence(item=item, level=level, issuer="factory", valid_from=date(2024, 1, 1))


def problems_of(choice: IndexChoice, *papers: Evidence) -> tuple[Problem, ...]:
    """What the index refuses."""
    with pytest.raises(InputRefused) as caught:
        choose_indexes([WantedIndex(choice, {})], papers)
    return caught.value.problems


@pytest.mark.parametrize(
    ("wrong", "path", "told"),
    [
        (paper("solid_waste_leger"), "item", "did you mean solid_waste_ledger?"),
        (paper("zzz"), "item", "Allowed: "),
        (paper("green_factory_title"), "level", "needs its level: district, municipal, national"),
        (paper("green_factory_title", "nationl"), "level", "did you mean national?"),
        (paper("green_factory_title", "galactic"), "level", "Allowed: district, municipal, national"),
        (paper("solid_waste_ledger", "national"), "level", "has no levels"),
    ],
)
def test_papers_that_the_index_does_not_know_are_refused(wrong: Evidence, path: str, told: str) -> None:
    (problem,) = problems_of(CHOICE, paper("solid_waste_ledger"), wrong)
    assert problem.path == f"evidence.1.{path}" and told in problem.en
    assert problem.zh != problem.en


def test_good_papers_pass() -> None:
    (one,) = choose_indexes([WantedIndex(CHOICE, {})], [paper("solid_waste_ledger"), paper("green_factory_title", "national")])
    assert one.index.id == "binhai-2022"


def test_settings_and_papers_are_told_at_once() -> None:
    choice = IndexChoice(id="binhai-2022", settings={"trend_falls": 9.0})
    assert [problem.path for problem in problems_of(choice, paper("zzz"))] == ["index.settings.trend_falls", "evidence.0.item"]


def test_the_index_of_a_case_checks_its_papers() -> None:
    with pytest.raises(InputRefused):
        index_for(replace(tiny_case(), evidence=(paper("zzz"),)))


@pytest.mark.parametrize(
    ("old", "new", "path", "mark"),
    [
        ("id: binhai-2022", "id: binhai-2202", "index.id", "binhai-2202"),
        ("id: binhai-2022", "id: binhai-2022, settings: {trend_falls: 9}", "index.settings.trend_falls", "9}"),
        ("item: solid_waste_ledger", "item: solid_waste_leger", "evidence.5.item", "solid_waste_leger"),
    ],
)
def test_problems_of_the_index_stand_where_they_were_typed(tmp_path: Path, old: str, new: str, path: str, mark: str) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file = tmp_path / "scenario.yaml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputRefused) as caught:
        load_case(Session("en", quiet=True), file, None, None)
    (found,) = [problem for problem in caught.value.problems if problem.path.startswith(path.rsplit(".", 1)[0])]
    line = file.read_text(encoding="utf-8").splitlines()[found.line - 1]
    assert line[found.column - 1 :].startswith(mark) and found.file == str(file)
    assert caught.value.exit_code == Exit.INPUT_REFUSED


def test_problems_of_reading_and_of_the_index_come_together(tmp_path: Path) -> None:
    file = tmp_path / "scenario.yaml"
    text = EXAMPLE.read_text(encoding="utf-8").replace("id: binhai-2022", "id: binhai-2202")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputRefused) as caught:
        load_case(Session("en", quiet=True), file, None, ["solid_waste.2026.utilised_t=99"])
    assert {problem.path for problem in caught.value.problems} == {"index.id", "solid_waste.2026.utilised_t"}


def test_the_example_is_judged_by_its_index() -> None:
    case = load_case(Session("en", quiet=True), EXAMPLE, None, None)
    assert indexes_of(case)[0].index.id == "binhai-2022"
