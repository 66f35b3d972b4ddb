"""An index of one's own: one YAML file beside the scenario, planned for and judged by, with nothing else changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planner import read_case, request_for, run
from planner.domain.case import Case
from planner.domain.tiers import SolveStatus, Status
from planner.errors import InputRefused
from planner.index import indexes_for, load_index_file
from planner.index.catalogue import SHIPPED
from planner.pathway import check, check_today

ROOT = Path(__file__).resolve().parents[2]
TWO_MEASURES = (ROOT / "examples" / "two-measures" / "scenario.yaml").read_text(encoding="utf-8")


def page(name: str) -> str:
    """The index that a page of the documentation shows."""
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    (block,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    return str(block)


@pytest.fixture
def place(tmp_path: Path) -> Callable[..., Path]:
    """Writes the documentation's index and the small example that uses it."""

    def placed(index: str = "{file: indexes/valley.yaml}", tiers: str = "{gold: 2027}", more: str = "", text: str = "") -> Path:
        (tmp_path / "indexes").mkdir(exist_ok=True)
        (tmp_path / "indexes" / "valley.yaml").write_text(text or page("own-index.md"), encoding="utf-8")
        scenario = TWO_MEASURES.replace("{id: binhai-2022}", index).replace("{low: 2027}", tiers)
        assert index in scenario and tiers in scenario
        scenario = re.sub(r"\nevidence:.*?(?=\n[a-z_]+:|\Z)", "", scenario, flags=re.DOTALL)
        (tmp_path / "scenario.yaml").write_text(scenario + more, encoding="utf-8")
        return tmp_path / "scenario.yaml"

    return placed


def refused(call: Callable[[], Any]) -> dict[str, Any]:
    with pytest.raises(InputRefused) as caught:
        call()
    return {problem.path: problem for problem in caught.value.problems}


def test_both_pages_show_the_same_index() -> None:
    assert page("own-index.md") == page("own-index.zh.md")


WATER = "\nstated_figures:\n  water_reuse: {by_year: {2026: 0.7, 2027: 0.85}, source: water balance test, status: single_source}\n"


def test_a_fifth_index_is_one_file_planned_for_and_judged_by(place: Callable[..., Path]) -> None:
    case = read_case(place(more=WATER))
    assert case.index.id == "valley-2026" and case.stated_figures == {"water_reuse": {2026: 0.7, 2027: 0.85}}
    outcome = run(case, request_for(case, "gold"))
    assert outcome.status is SolveStatus.OPTIMAL and not outcome.disagreements
    (judged,) = outcome.verdicts
    found = {verdict.indicator: verdict for verdict in judged.verdicts}
    assert judged.holds and judged.index == "valley-2026" and judged.tier == "gold"
    assert found["V1"].value == pytest.approx(0.4) and found["V1"].threshold == 0.4
    assert (found["V2"].branch, found["V2"].value) == ("stated", 0.85)
    assert outcome.plan is not None
    # 950 MWh are left after the lamps; 40 % of them are bought as green power, in the year of application only
    assert sum(outcome.plan.flows.purchased["green_power"].values()) == pytest.approx(380.0, rel=1e-5)
    (edition,) = outcome.plan.indexes
    assert edition.id == "valley-2026" and "May 2026" in edition.edition and len(edition.sha256) == 64
    again = check(case, outcome.plan)
    assert all(one.holds for one in again.verdicts)
    assert [figure.status for figure in case.figures if figure.field == "stated_figures.water_reuse"] == ["single_source"]


def test_a_missing_figure_is_not_assessed_and_says_what_to_give(place: Callable[..., Path]) -> None:
    case = read_case(place())
    (judged,) = run(case, request_for(case, "gold")).verdicts
    (water,) = [verdict for verdict in judged.verdicts if verdict.indicator == "V2"]
    assert water.status is Status.NOT_ASSESSED
    assert any("stated_figures.water_reuse.by_year.2027" in reason.en for reason in water.reasons)
    assert water.missing == ("energy_audit",)


def test_today_s_factory_may_lack_a_stated_figure_or_miss_its_threshold(place: Callable[..., Path]) -> None:
    for more, told in (("", "stated_figures.water_reuse.by_year.2025"), (WATER.replace("2026: 0.7", "2025: 0.7"), "70%")):
        standings = check_today(read_case(place(more=more))).standings
        assert any(told in reason.en for tier in standings for gap in tier.gaps if gap.indicator == "V2" for reason in gap.reasons)


def test_the_id_may_be_given_too_and_has_to_be_the_files(place: Callable[..., Path]) -> None:
    assert read_case(place("{id: valley-2026, file: indexes/valley.yaml}")).index.id == "valley-2026"
    problem = refused(lambda: read_case(place("{id: valley-2025, file: indexes/valley.yaml}")))["index.id"]
    assert "valley-2026" in problem.en and problem.line > 0


@pytest.mark.parametrize(
    ("index", "told"),
    [
        ("{file: indexes/vally.yaml}", "did you mean `valley.yaml`?"),
        ("{file: ../valley.yaml}", "leads out of the folder"),
        ("{file: 'C:/valley.yaml'}", "an absolute path, a drive or a URL"),
        ("{file: 'https://example.org/valley.yaml'}", "an absolute path, a drive or a URL"),
        ("{file: 'indexes\\valley.yaml'}", "write paths with /"),
        ("{settings: {}}", "give id"),
    ],
)
def test_paths_are_those_of_tables(place: Callable[..., Path], index: str, told: str) -> None:
    problems = refused(lambda: read_case(place(index)))
    (problem,) = problems.values()
    assert told in problem.en and problem.path.startswith("index") and problem.line > 0


def test_a_broken_file_is_told_with_its_own_lines(place: Callable[..., Path]) -> None:
    broken = page("own-index.md").replace("{kind: stated, figure: water_reuse,", "{kind: stated, figure: water_use,")
    case = read_case(place(text=broken))
    problem = refused(lambda: indexes_for(case))["indicators.1.cells.0.test.tests.0.figure"]
    line = broken[: broken.index("water_use,")].count("\n") + 1
    assert problem.file.endswith("valley.yaml") and problem.line == line and "did you mean water_reuse?" in problem.en


def test_variants_and_settings_work_on_it(place: Callable[..., Path], tmp_path: Path) -> None:
    base = place("{id: binhai-2022}", "{low: 2027}")
    variant = "schema: planner/1\nindex: {id: null, file: indexes/valley.yaml, settings: {renewable_numerator: physical_only}}\n"
    (tmp_path / "variant.yaml").write_text(variant + "targets: {tiers: {low: null, bronze: 2027}}\n", encoding="utf-8")
    case = read_case(base, variants=[tmp_path / "variant.yaml"])
    (chosen,) = indexes_for(case)
    assert chosen.index.id == "valley-2026" and chosen.readings.renewable_numerator == "physical_only"
    case = read_case(base, ["index={file: indexes/valley.yaml}", "targets.tiers={bronze: 2027}"])
    assert indexes_for(case)[0].index.id == "valley-2026"


def test_other_readings_of_it_are_tried_from_its_file(place: Callable[..., Path]) -> None:
    (chosen,) = indexes_for(read_case(place()))
    other = chosen.choose("renewable_numerator", "physical_only")
    assert other.index.sha256 == chosen.index.sha256 and other.readings.renewable_numerator == "physical_only"
    assert other.choose("renewable_numerator", "no_certificates").readings == chosen.readings


def test_it_may_be_a_further_index(place: Callable[..., Path]) -> None:
    more = "\nfurther_indexes:\n  - {file: indexes/valley.yaml, tiers: {gold: 2027}}\n"
    case = read_case(place("{id: binhai-2022}", "{low: 2027}", more + WATER))
    assert [one.index.id for one in indexes_for(case)] == ["binhai-2022", "valley-2026"]
    outcome = run(case, request_for(case, "low"))
    assert [(judged.index, judged.holds) for judged in outcome.verdicts if judged.index == "valley-2026"] == [("valley-2026", True)]
    assert all(judged.index in judged.title.en and judged.index in judged.title.zh for judged in outcome.verdicts)


@pytest.mark.parametrize(
    ("more", "path", "told"),
    [
        ("water_reus: {by_year: {2027: 0.8}}", "stated_figures.water_reus", "did you mean water_reuse?"),
        ("water_reuse: {by_year: {2027: 82}}", "stated_figures.water_reuse.by_year.2027", "82 % is 0.82"),
    ],
)
def test_figures_that_no_index_asks_for_or_that_cannot_be_are_refused(place: Callable[..., Path], more: str, path: str, told: str) -> None:
    case = read_case(place(more=f"\nstated_figures: {{{more}}}\n"))
    assert told in refused(lambda: indexes_for(case))[path].en


def test_a_figure_of_no_year_of_the_plan_is_refused(place: Callable[..., Path]) -> None:
    problems = refused(lambda: read_case(place(more="\nstated_figures: {water_reuse: {by_year: {2050: 0.8}}}\n")))
    assert "2050 is neither a history nor a planning year" in problems["stated_figures.water_reuse.by_year.2050"].en


def test_a_file_may_not_pass_for_a_shipped_index(place: Callable[..., Path]) -> None:
    own = page("own-index.md").replace("id: valley-2026", "id: binhai-2022")
    case = read_case(place(text=own))
    assert "like a shipped index" in refused(lambda: indexes_for(case))["index.file"].en
    same = (SHIPPED / "binhai-2022.yaml").read_text(encoding="utf-8")
    assert [one.index.id for one in indexes_for(read_case(place(tiers="{low: 2027}", text=same)))] == ["binhai-2022"]


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "v.yaml"
    for share in ("0.20", "0.25"):
        file.write_text(page("own-index.md").replace("value: 0.20}\n      - tiers", f"value: {share}}}\n      - tiers"), encoding="utf-8")
        index, _ = load_index_file(file)
        assert index.indicators[0].tests["bronze"].model_dump()["value"] == float(share)


def test_papers_of_it_are_checked_like_any(place: Callable[..., Path]) -> None:
    more = "\nevidence:\n  - {item: energy_audit, issuer: office, valid_from: 2025-01-01}\n"
    case: Case = read_case(place(more=more))
    assert case.evidence[0].valid_from == date(2025, 1, 1)
    (judged,) = run(case, request_for(case, "gold")).verdicts
    assert judged.holds
