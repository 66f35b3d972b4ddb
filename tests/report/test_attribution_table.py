"""The attribution as CSV, as tables for people and as JSON: complete in files, telling on the terminal."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from planner.domain.attribution import Origin, PartKind
from planner.domain.case import Case
from planner.domain.outcome import Outcome
from planner.domain.plan import Request, TierYear
from planner.domain.tiers import MeasureClass, SolveStatus
from planner.evaluation import build_ledger
from planner.index import ChosenIndex, load_index
from planner.report.attribution_table import attribution_table, attribution_view, classes_view
from planner.report.csv_text import write_csv
from planner.report.documents import outcome_document
from planner.report.drawing import draw_markdown
from planner.report.folder import write_json
from planner.report.phrases import ORIGINS, PARTS
from planner.report.summary import write_summary
from tests.builders import BINHAI, HISTORY, base_plan, demand, electricity, equipment, readings, steady, text, tiny_case
from tests.evaluation.test_attribution import worked_case, worked_plan
from tests.report.samples import TITLES, sample_outcome, unreachable

CHOSEN = (ChosenIndex(*load_index(BINHAI)),)


def outcome_of(case: Case, *tiers: TierYear) -> Outcome:
    request = Request(tiers=tiers)
    plan = worked_plan(case).model_copy(update={"request": request})
    return Outcome(case, request, SolveStatus.OPTIMAL, plan, build_ledger(case, plan, readings()), (), {}, (), (), (), TITLES)


def rows_of(outcome: Outcome) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(write_csv(attribution_table(outcome)))))


def long_case() -> Case:
    """Seven planning years of the base factory."""
    years = tuple(range(2025, 2032))
    known = (*HISTORY, *years)
    base = tiny_case()
    power = electricity(factors={"CO2": steady(0.6, known)}, years=known)
    gas = replace(base.commodities["gas"], t_per_mwh={"CO2": steady(0.2, known)}, price_cny_per_mwh=steady(300.0, known))
    return tiny_case(
        years=years, stands_for=dict.fromkeys(years, 1), commodities={**base.commodities, "electricity": power, "gas": gas},
        demands={
            "power": demand("power", "electricity", steady(1000.0, years)), "steam": demand("steam", annual=steady(450.0, years)),
        },
        intensity=replace(base.intensity, amount=steady(100.0, known)),
    )  # fmt: skip


def test_the_file_holds_every_part_of_every_year_and_adds_up() -> None:
    """Reading the file alone, base year and parts make the year, and the shares make one."""
    rows = rows_of(outcome_of(worked_case()))
    for year in ("2025", "2026", ""):
        mine = [row for row in rows if row["year"] == year]
        assert (mine[0]["part"], mine[-1]["part"]) == ("base_year", "plan_year")
        for column in ("net_tco2e", "gross_tco2e"):
            assert sum(float(row[column]) for row in mine[:-1]) == pytest.approx(float(mine[-1][column]), rel=1e-12)
        assert sum(float(row["share_of_reduction"]) for row in mine[1:-1]) == pytest.approx(1.0)
        assert {row["part"] for row in mine[1:-1]} == {kind.value for kind in PartKind}
    pv = next(row for row in rows if row["measure"] == "pv")
    assert (pv["year"], pv["class"], pv["subtype"], pv["origin"]) == ("2025", "zero_carbon", "renewable energy / renewable energy", "both")
    assert float(pv["net_tco2e"]) == pytest.approx(-60.0)
    assert "-0.0" not in {cell for row in rows for cell in row.values()}


def test_people_see_parts_that_matter_and_what_stood_before() -> None:
    page = draw_markdown(attribution_view(outcome_of(worked_case())), "en")
    lines = [line for line in page.splitlines() if line.startswith("| ")]
    assert lines[1:3] == ["| --- | --- | ---: | ---: | ---: |", "| emissions of 2024 |  | 640.0 | 640.0 | 1,280 |"]
    assert lines[-1] == "| emissions of the year |  | 511.5 | 511.5 | 1,023 |"
    assert "| pv (standing and new) | zero-carbon | -60.0 | -60.0 | -120.0 |" in lines
    assert "| existing equipment, run otherwise: electrode |  | 25.0 | 25.0 | 50.0 |" in lines
    assert "open balances" not in page and "run otherwise: boiler" not in page


def test_a_long_horizon_shows_first_asked_and_last_year() -> None:
    case = long_case()
    request = Request(tiers=(TierYear(index="binhai-2022", tier="low", year=2027),))
    plan = base_plan(case)
    outcome = Outcome(case, request, SolveStatus.OPTIMAL, plan, build_ledger(case, plan, readings()), (), {}, (), (), (), TITLES)
    assert [column.key for column in attribution_view(outcome).columns] == [
        "attribution_part",
        "class",
        "2025",
        "2027",
        "2031",
        "cumulative",
    ]
    assert {row["year"] for row in rows_of(outcome)} == {*map(str, case.years), ""}


def test_classes_and_subtypes_have_their_sums() -> None:
    table = classes_view(outcome_of(worked_case()))
    assert [draw_markdown(table, "en").splitlines()[at] for at in (2, 3, 4, 5)] == [
        "| reduction | together | -22.0 | -22.0 | -44.0 |",
        "| zero-carbon | together | -160.0 | -160.0 | -320.0 |",
        "| zero-carbon | renewable energy | -60.0 | -60.0 | -120.0 |",
        "| negative | together | -39.5 | -39.5 | -79.0 |",
    ]


@pytest.mark.parametrize("outcome", [unreachable(), sample_outcome()])
def test_without_an_attribution_there_are_no_rows(outcome: Outcome) -> None:
    assert [table.rows for table in (attribution_table(outcome), attribution_view(outcome), classes_view(outcome))] == [(), (), ()]
    assert outcome_document(outcome, CHOSEN)["attribution"] is None


def test_json_holds_the_walks_with_their_sums() -> None:
    document = json.loads(write_json(outcome_document(outcome_of(worked_case()), CHOSEN)))["attribution"]
    walk = document["years"]["2025"]
    assert document["base_year"] == 2024 and walk["base_net_t"] == 640.0
    assert walk["base_net_t"] + sum(part["net_t"] for part in walk["parts"]) == pytest.approx(walk["net_t"])
    assert {row["measure_class"] for row in walk["by_class"]} == {kind.value for kind in MeasureClass}
    assert document["cumulative"]["net_t"] == pytest.approx(1023.0) and document["average"]["net_t"] == pytest.approx(511.5)


@pytest.mark.parametrize(("language", "words"), [("zh", "自 2024 年起的变化归因"), ("en", "Where net emissions go from 2024")])
def test_the_summary_holds_the_attribution(language: str, words: str) -> None:
    assert words in write_summary(outcome_of(worked_case()), CHOSEN, language, "0")


def test_names_of_equipment_are_shown_as_they_are() -> None:
    case = worked_case()
    named = replace(equipment("electrode", case.equipment["electrode"].converter), name=text("{year} boiler"))
    page = draw_markdown(attribution_view(outcome_of(replace(case, equipment={**case.equipment, "electrode": named}))), "en")
    assert "run otherwise: {year} boiler" in page


def test_every_part_and_origin_has_words() -> None:
    assert set(PARTS) == set(PartKind) and set(ORIGINS) == set(Origin)
