"""Every example and scenario variant: it reads, its bills add up, and its tiers come out as docs/examples.md says."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from planner.domain.case import Case, RemovalData
from planner.domain.outcome import Outcome
from planner.domain.plan import Request
from planner.domain.tiers import Category, SolveStatus, Status
from planner.pathway import no_target_request, reference_request, request_for, run
from planner.reading import read_case
from tests.builders import TIERS

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ("two-measures", "auto-parts", "float-glass")
FACTORIES = ("auto-parts", "float-glass")
VARIANTS = tuple(sorted(path.stem for path in (ROOT / "scenarios").glob("*.yaml")))
LINE_LIMIT = 140
BILLS_TOLERANCE = 0.10
"""Base-year bills against the demand of the first planning year, one year of growth included."""
MONEY_TOLERANCE = 1e-6
"""Relative; two solves of nearly the same program."""


def scenario_file(name: str) -> Path:
    return ROOT / "examples" / name / "scenario.yaml"


def variant_file(name: str) -> Path:
    return ROOT / "scenarios" / f"{name}.yaml"


@cache
def case_of(name: str) -> Case:
    return read_case(scenario_file(name))


@cache
def outcome_for(name: str, tier: str | None) -> Outcome:
    """The outcome of an example for a tier, or without targets."""
    case = case_of(name)
    return run(case, no_target_request() if tier is None else request_for(case, tier))


def cost(outcome: Outcome) -> float:
    assert outcome.ledger is not None
    return outcome.ledger.discounted_cost_cny


def failures(outcome: Outcome) -> list[str]:
    """Indicators that are not met, for a message that helps."""
    return [
        f"{tier.tier} {tier.year} {verdict.indicator}: {verdict.status.value}, {verdict.value} against {verdict.threshold}"
        for tier in outcome.verdicts
        for verdict in tier.verdicts
        if verdict.status not in (Status.MET, Status.NOT_REQUIRED)
    ]


# files


@pytest.mark.parametrize("name", EXAMPLES)
def test_example_reads(name: str) -> None:
    case = case_of(name)
    assert case.history_years == (2021, 2022, 2023, 2024, 2025)
    assert set(case.solid_waste) >= set(case.years), "a year without waste figures can't be judged"


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", FACTORIES)
def test_variant_reads_on_both_factories_and_changes_them(name: str, variant: str) -> None:
    varied = read_case(scenario_file(name), variants=[variant_file(variant)])
    assert varied.scenario_sha256 != case_of(name).scenario_sha256


@pytest.mark.parametrize("name", FACTORIES)
def test_variants_stack(name: str) -> None:
    stack = [variant_file(variant) for variant in ("electricity-up", "grid-tianjin", "tiers-late", "reading-strict-credits")]
    varied = read_case(scenario_file(name), variants=stack)
    assert varied.targets["low"] == 2029
    assert varied.index.settings["credits_at_zero"] == "strict"
    factor = varied.commodities["electricity"].t_per_mwh["CO2"]
    assert factor[2023] == pytest.approx(0.6796)
    prices = varied.commodities["electricity"].price_cny_per_mwh
    assert prices[2027] == pytest.approx(680 * 1.03)


def test_every_variant_is_listed() -> None:
    text = (ROOT / "scenarios" / "README.md").read_text(encoding="utf-8")
    assert VARIANTS
    assert [variant for variant in VARIANTS if f"`{variant}.yaml`" not in text] == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_documented(name: str) -> None:
    assert f"`examples/{name}/`" in (ROOT / "docs" / "examples.md").read_text(encoding="utf-8")


def width(line: str) -> int:
    """Columns on a screen: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)


@pytest.mark.parametrize(
    "path", [*map(scenario_file, EXAMPLES), *map(variant_file, VARIANTS)], ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_files_are_readable(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [number for number, line in enumerate(lines, 1) if width(line) > LINE_LIMIT] == []
    assert any(line.startswith("#") for line in lines[:3]), "begins with what it is"


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_series_names_its_source(name: str) -> None:
    """Prices, demands, limits and factors: each says example, or where it comes from."""
    fields = ("demand_per_year", "price_cny", "limit_per_year", "limit_mwh", "limit_t", "activity_per_year", "planned", "co2_t_per_unit")
    silent = [
        figure.field
        for figure in case_of(name).figures
        if any(field in figure.field for field in fields) and figure.source in ("", "scenario file") and set(figure.value) - set("0. ")
    ]
    assert silent == []


@pytest.mark.parametrize("name", FACTORIES)
def test_unverified_library_figures_are_marked(name: str) -> None:
    """The electricity and gas prices dominate cost and are unverified: the listing of figures has to say so."""
    status = {figure.field: figure.status for figure in case_of(name).figures}
    assert status["commodities.electricity.buy.price_cny_per_unit"] == "unverified"
    assert status["commodities.natural_gas.buy.price_cny_per_unit"] == "unverified"
    assert status["commodities.electricity.emissions.co2_t_per_unit"] != "user"


# bills


def needs(case: Case, year: int) -> dict[str, float]:
    """Commodity to what is needed of it in a year when only existing equipment runs. [MWh]"""
    needed = dict.fromkeys(case.commodities, 0.0)
    for demand in case.demands.values():
        needed[demand.commodity] += demand.annual_mwh[year]
    for equipment in case.equipment.values():
        ((product, per_activity),) = equipment.converter.outputs.items()
        activity = needed[product] / per_activity
        for fuel, amount in equipment.converter.inputs.items():
            needed[fuel] += amount * activity
    return needed


@pytest.mark.parametrize("name", EXAMPLES)
def test_bills_equal_end_uses_and_converter_inputs(name: str) -> None:
    case = case_of(name)
    needed = needs(case, case.years[0])
    bought = case.history[case.base_year].bought_mwh
    metered = {id for id, commodity in case.commodities.items() if commodity.can_buy and needed[id] > 0}
    assert set(bought) == metered
    for id in metered:
        assert needed[id] == pytest.approx(bought[id], rel=BILLS_TOLERANCE), id


@pytest.mark.parametrize("name", FACTORIES)
def test_bills_follow_output(name: str) -> None:
    """No bill moves by more than a tenth from one year to the next, and activities of sources neither."""
    case = case_of(name)
    series = [[case.history[year].bought_mwh[id] for year in case.history_years] for id in case.history[case.base_year].bought_mwh]
    series += [[source.activity[year] for year in (*case.history_years, *case.years)] for source in case.sources.values()]
    for values in series:
        assert all(after == pytest.approx(before, rel=BILLS_TOLERANCE) for before, after in pairwise(values))


@pytest.mark.parametrize("name", FACTORIES)
def test_existing_equipment_can_carry_the_reference(name: str) -> None:
    case = case_of(name)
    for year in case.years:
        needed = needs(case, year)
        for equipment in case.equipment.values():
            size = sum(part.size for part in equipment.existing if year < part.until)
            hours = sum(share * part.hours for share, part in zip(equipment.converter.availability, case.slices, strict=True))
            ((product, per_activity),) = equipment.converter.outputs.items()
            assert size * equipment.converter.activity_per_size_hour * hours * per_activity >= needed[product]


@pytest.mark.parametrize("name", FACTORIES)
def test_two_other_gases_occur(name: str) -> None:
    case = case_of(name)
    year = case.years[0]
    from_sources = {
        gas for source in case.sources.values() for gas, tonnes in source.t_per_activity.items() if tonnes * source.activity[year] > 0
    }
    from_burning = {
        gas
        for commodity in case.commodities.values()
        if commodity.category is Category.FUEL
        for gas, factors in commodity.t_per_mwh.items()
        if factors[year] > 0
    }
    assert len((from_sources | from_burning) - {"CO2"}) >= 2
    assert from_sources - {"CO2"}, "one of them is a process gas"


def test_auto_parts_has_the_measures_of_a_site_visit() -> None:
    case = case_of("auto-parts")
    kinds = {measure.kind for measure in case.measures.values()}
    assert kinds == {"saving", "conversion", "process", "generation", "storage", "purchase", "capture", "removal"}


# tiers


def test_two_measures_by_hand() -> None:
    """The arithmetic of docs/examples.md, line by line."""
    outcome = outcome_for("two-measures", "low")
    assert outcome.holds, failures(outcome)
    plan, ledger = outcome.plan, outcome.ledger
    assert plan is not None and ledger is not None
    assert plan.deploy["lamps"] == pytest.approx({2026: 50.0}, rel=1e-5)
    assert plan.flows.purchased["green_power"][2027] == pytest.approx(50.0, abs=0.01)
    assert ledger.years[2026]["yearly_cost_cny"] == pytest.approx(950 * 600 + 50 * 2000 / 10, rel=1e-6)
    assert ledger.years[2027]["yearly_cost_cny"] == pytest.approx(950 * 600 + 50 * 2000 / 10 + 50 * 20, rel=1e-6)
    assert ledger.years[2027]["energy_emissions_t"] == pytest.approx(450.0, rel=1e-5)
    assert cost(outcome) == pytest.approx(1_161_000, rel=1e-6)


@pytest.mark.parametrize("name", FACTORIES)
def test_reference_runs_and_costs_most(name: str) -> None:
    case = case_of(name)
    reference = run(case, reference_request())
    assert reference.status is SolveStatus.OPTIMAL
    assert not reference.disagreements
    assert cost(reference) > cost(outcome_for(name, None))


@pytest.mark.parametrize("tier", TIERS)
def test_auto_parts_reaches_every_tier(tier: str) -> None:
    outcome = outcome_for("auto-parts", tier)
    assert outcome.status is SolveStatus.OPTIMAL
    assert outcome.verdicts
    assert outcome.holds, failures(outcome)
    assert not outcome.disagreements


def test_stricter_tiers_cost_more() -> None:
    costs = [cost(outcome_for("auto-parts", tier)) for tier in (None, *TIERS)]
    assert all(after >= before * (1 - MONEY_TOLERANCE) for before, after in pairwise(costs))
    assert costs[-1] > costs[0] * 1.001, "the zero tier is not free"


def test_auto_parts_zero_rests_on_own_reduction() -> None:
    """Credits cover what is left, well below half of the baseline."""
    ledger = outcome_for("auto-parts", "zero").ledger
    assert ledger is not None
    for year in range(2032, 2037):
        account = ledger.years[year]
        assert 0 < account["removals_t"] < 0.4 * account["baseline_t"]
        assert account["net_scope_emissions_t"] <= 1.0


@pytest.mark.parametrize(
    ("settings", "ten_thousand_cny", "own", "credits_t"),
    [
        ([], 19405, 0.690, 6500),
        (["own_reduction_first=priced", "own_reduction_price_cny_per_t=300"], 19414, 0.700, 6293),
        (["own_reduction_first=all_available"], 19603, 0.769, 4840),
    ],
)
def test_auto_parts_reduces_before_it_buys_credits(settings: list[str], ten_thousand_cny: float, own: float, credits_t: float) -> None:
    """The table of docs/examples.md."""
    case = read_case(scenario_file("auto-parts"), [f"index.settings.{setting}" for setting in settings])
    outcome = run(case, request_for(case, "zero"))
    assert outcome.holds, failures(outcome)
    assert outcome.ledger is not None
    assert not outcome.disagreements
    assert cost(outcome) / 1e4 == pytest.approx(ten_thousand_cny, abs=0.5)
    account = outcome.ledger.years[2032]
    assert account["own_reduction"] == pytest.approx(own, abs=5e-4)
    assert account["removals_t"] == pytest.approx(credits_t, abs=0.5)


def test_cheaper_credits_do_not_displace_own_reduction_of_auto_parts() -> None:
    case = read_case(scenario_file("auto-parts"), ["index.settings.own_reduction_first=all_available"])
    cheap = {
        id_: replace(measure, price_cny=dict.fromkeys(measure.price_cny, 0.01)) if isinstance(measure, RemovalData) else measure
        for id_, measure in case.measures.items()
    }
    own = []
    for each in (case, replace(case, measures=cheap)):
        outcome = run(each, request_for(each, "zero"))
        assert outcome.ledger is not None
        own.append(outcome.ledger.years[2032]["own_scope_emissions_t"])
    assert own[1] == pytest.approx(own[0], rel=1e-5)


def test_float_glass_low_holds() -> None:
    outcome = outcome_for("float-glass", "low")
    assert outcome.status is SolveStatus.OPTIMAL
    assert outcome.holds, failures(outcome)
    assert not outcome.disagreements
    assert cost(outcome) > cost(outcome_for("float-glass", None))


def test_float_glass_cullet_cuts_carbonates_where_it_saves_heat() -> None:
    plan = outcome_for("float-glass", "low").plan
    assert plan is not None
    assert sum(plan.flows.saved["cullet_heat"]["furnace_holding"][2030]) > 0
    assert plan.flows.cut_t["cullet"]["soda_ash"]["CO2"][2030] > 0


@pytest.mark.slow
@pytest.mark.parametrize("tier", ["near", "zero"])
def test_float_glass_cannot_go_further(tier: str) -> None:
    """The flame is most of the emissions: row 15 falls short, and the report says by how much."""
    outcome = outcome_for("float-glass", tier)
    assert outcome.status is SolveStatus.INFEASIBLE
    assert outcome.plan is None
    assert not outcome.holds
    short = {(gap.rule, gap.year) for gap in outcome.shortfalls}
    assert any(rule.startswith("R15") and year == 2029 for rule, year in short)
    assert any(rule.startswith("R06") for rule, _ in short)
    assert outcome.clash


EXPECTED = {
    ("auto-parts", "reading-strict-credits"): SolveStatus.INFEASIBLE,
    ("auto-parts", "reading-equivalent-tce"): SolveStatus.INFEASIBLE,
    ("float-glass", "tiers-early"): SolveStatus.INFEASIBLE,
    ("float-glass", "also-hunan"): SolveStatus.INFEASIBLE,
}
"""Variants under which the example no longer reaches its tier; docs/examples.md says why."""


@pytest.mark.slow
@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize(("name", "tier"), [("auto-parts", "zero"), ("float-glass", "low")])
def test_variants_come_out_as_documented(name: str, tier: str, variant: str) -> None:
    case = read_case(scenario_file(name), variants=[variant_file(variant)])
    request: Request = request_for(case, tier)
    outcome = run(case, request)
    assert outcome.status is EXPECTED.get((name, variant), SolveStatus.OPTIMAL)
    assert not outcome.disagreements
    if outcome.plan is not None and variant != "also-hunan":
        assert outcome.holds, failures(outcome)


@pytest.mark.slow
def test_one_plan_for_two_indexes_lacks_nothing_but_papers() -> None:
    case = read_case(scenario_file("auto-parts"), variants=[variant_file("also-hunan")])
    outcome = run(case, request_for(case, "zero"))
    judged = {index: [v for v in outcome.verdicts if v.index == index] for index in ("binhai-2022", "hunan-2025")}
    assert all(verdict.holds for verdict in judged["binhai-2022"]) and len(judged["hunan-2025"]) == 8
    for verdict in judged["hunan-2025"]:
        assert verdict.not_met == () and {one.indicator for one in verdict.not_assessed} == {"H02", "H05", "H99"}
    alone = run(read_case(scenario_file("auto-parts")), request_for(case_of("auto-parts"), "zero"))
    assert cost(outcome) > cost(alone) + 1e6
