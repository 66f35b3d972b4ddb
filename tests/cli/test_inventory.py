"""``planner inventory``: what it shows, writes and refuses."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from planner import pathway
from planner.cli import loading
from planner.domain.base import Text
from planner.domain.case import Case
from planner.domain.plan import Plan, Request
from planner.errors import Exit
from planner.evaluation import build_ledger
from planner.report.inventory_folder import NAMES
from tests.builders import base_plan, readings, removal, source, tiny_case
from tests.cli.conftest import Run
from tests.report.samples import sample_outcome, unreachable

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "two-measures" / "scenario.yaml"


def small_case() -> Case:
    case = tiny_case(measures=[removal("credit")], sources={"leak": source("leak", {"SF6": 1e-4}, 10.0)})
    return replace(case, name=Text(zh="小厂", en="small plant"))


@pytest.fixture
def solved(monkeypatch: pytest.MonkeyPatch) -> list[Request]:
    """The small case whatever file is named; its reference is the base plan, and nothing is solved."""
    case, asked = small_case(), []
    monkeypatch.setattr(loading, "load_case", lambda *_: case)

    def run(self: pathway.Pathways, request: Request, *, time_limit_s: float | None = None) -> object:
        asked.append(request)
        plan = base_plan(case)
        return replace(sample_outcome(request=request), case=case, plan=plan, ledger=build_ledger(case, plan, readings()))

    monkeypatch.setattr(pathway.Pathways, "run", run)
    return asked


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    file = tmp_path / "plan.json"
    file.write_text(plan_with_credits().model_dump_json(by_alias=True), encoding="utf-8")
    return file


def plan_with_credits() -> Plan:
    return base_plan(small_case(), removed={"credit": 30.0})


def test_without_a_plan_the_reference_is_solved_and_said(run: Run, solved: list[Request]) -> None:
    result = run("inventory", "s.yaml")
    assert result.code == Exit.DONE
    assert solved == [pathway.reference_request()]
    assert "those of the reference" in result.out and "IPCC AR5" in result.out
    assert "Inventory: all years" in result.out and "frozen at 2024" in result.out and "two ledgers" in result.out
    assert "Emissions of" not in result.out


def test_chinese(run: Run, solved: list[Request]) -> None:
    out = run("inventory", "s.yaml", "--year", "2025", "--lang", "zh").out
    for words in (
        "规划年份为基准情景",
        "温室气体与能源清单",
        "电力因子冻结在 2024 年",
        "2025 年排放量",
        "购入电力",
        "七种温室气体",
        "能源消费",
    ):
        assert words in out


def test_a_plan_gives_its_own_years(run: Run, solved: list[Request], plan_file: Path) -> None:
    result = run("inventory", "s.yaml", plan_file, "--year", "2026")
    assert result.code == Exit.DONE and solved == []
    assert f"those of the plan {plan_file}" in result.out
    assert "Emissions of 2026" in result.out and "removals and credits" in result.out


def test_past_years_alone_need_no_solver(run: Run, solved: list[Request]) -> None:
    result = run("inventory", "s.yaml", "--year", "2023")
    assert result.code == Exit.DONE and solved == []
    assert "Past years only" in result.out and "Emissions of 2023" in result.out


def test_years_are_shown_once_and_in_order(run: Run, solved: list[Request]) -> None:
    out = run("inventory", "s.yaml", "--year", "2026", "--year", "2023", "--year", "2026").out
    assert out.index("Emissions of 2023") < out.index("Emissions of 2026")
    assert out.count("Emissions of 2026") == 1


def test_an_unknown_year_is_refused_with_those_there_are(run: Run, solved: list[Request]) -> None:
    result = run("inventory", "s.yaml", "--year", "2031")
    assert result.code == Exit.USAGE and "2023, 2024, 2025, 2026" in result.err and solved == []


def test_files_are_written_whole(run: Run, solved: list[Request], tmp_path: Path) -> None:
    folder = tmp_path / "out"
    result = run("inventory", "s.yaml", "-o", folder, "--year", "2023")
    assert result.code == Exit.DONE and str(folder) in result.err
    assert sorted(path.name for path in folder.iterdir()) == sorted(NAMES)
    assert run("inventory", "s.yaml", "-o", folder).code == Exit.NOT_WRITTEN
    assert run("inventory", "s.yaml", "-o", folder, "--force").code == Exit.DONE
    rows = list(csv.DictReader(io.StringIO((folder / "inventory.csv").read_text(encoding="utf-8-sig"))))
    assert {row["year"] for row in rows} == {"2023", "2024", "2025", "2026"}, "files hold all years whatever is shown"
    for year in ("2023", "2025"):
        lines = [float(row["tco2e"]) for row in rows if row["year"] == year and row["kind"] != "total" and row["counted"] == "yes"]
        (gross,) = (float(row["tco2e"]) for row in rows if (row["year"], row["section"], row["item"]) == (year, "total", "gross"))
        assert sum(lines) == pytest.approx(gross, rel=1e-12)
    page = (folder / "inventory.md").read_text(encoding="utf-8")
    assert page.startswith("# small plant: greenhouse-gas and energy inventory\n") and "## 2026 (planned)" in page


def test_json_holds_everything(run: Run, solved: list[Request]) -> None:
    document = run("inventory", "s.yaml", "--json", "--year", "2023").json
    assert [year["year"] for year in document["years"]] == [2023, 2024, 2025, 2026]
    assert document["planned_years"] == "reference" and document["settings"]["grid_factor"] == "average"
    planned = document["years"][-1]
    assert {"entries", "fuels", "totals", "gases", "power", "energy", "factors", "account", "frozen"} <= set(planned)
    assert planned["totals"]["gross"] == planned["account"]["values"]["gross_emissions_t"]


def test_a_plan_that_breaks_limits_is_told(run: Run, solved: list[Request], tmp_path: Path) -> None:
    broken = base_plan(small_case(), imported={"electricity": 10.0})
    file = tmp_path / "broken.json"
    file.write_text(broken.model_dump_json(by_alias=True), encoding="utf-8")
    result = run("inventory", "s.yaml", file)
    assert result.code == Exit.NOT_MET and "breaks a limit" in result.err
    assert "Inventory: all years" in result.out


def test_without_a_reference_the_past_is_shown(run: Run, solved: list[Request], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pathway.Pathways, "run", lambda *_, **__: replace(unreachable(), case=small_case()))
    result = run("inventory", "s.yaml")
    assert result.code == Exit.INFEASIBLE
    assert "Past years only" in result.out and "no planned years" in result.err


def test_a_reading_without_its_factor_is_placed_in_the_file(run: Run) -> None:
    result = run("inventory", EXAMPLE, "--set", "index.settings.grid_factor=excluding_traded")
    assert result.code == Exit.INPUT_REFUSED
    assert "scenario.yaml:" in result.err and "residual_co2_t_per_unit: reading grid_factor" in result.err


def test_the_example_runs(run: Run) -> None:
    result = run("inventory", EXAMPLE)
    assert result.code == Exit.DONE and "2027" in result.out
