"""Small cases and plans built in Python, so that a test shows every number that matters to it.

Everything has a sensible small default and takes keyword overrides: ``tiny_case(measures={"pv": generation("pv", size=100)})``.
The numbers are invented for tests. ``YEARS`` are the planning years, ``HISTORY`` the past ones; base year 2024.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from planner.domain.base import Text
from planner.domain.case import (
    HOURS_PER_YEAR,
    AdvancedValueData,
    AnyMeasure,
    CaptureData,
    Case,
    CommodityData,
    ConversionData,
    ConverterData,
    Demand,
    Equipment,
    GenerationData,
    HistoryData,
    IntensityData,
    Investment,
    Money,
    ProcessData,
    PurchaseData,
    RemovalData,
    SavingData,
    Slice,
    SourceData,
    Standing,
    StorageData,
)
from planner.domain.plan import Flows, IndexEdition, Plan, Request
from planner.domain.scenario import IndexChoice
from planner.domain.tiers import Category, MeasureClass
from planner.index import ChosenIndex
from planner.index.readings import Readings
from planner.index.rules import Index
from planner.program import Program, Solution

YEARS = (2025, 2026)
HISTORY = (2023, 2024)
BINHAI = "binhai-2022"
TIERS = ("low", "near", "zero")
"""The index of most tests, and its tiers."""
ONE_SLICE = (Slice(hours=HOURS_PER_YEAR, occurrences=1.0, previous=0, months=()),)
DAY_AND_NIGHT = (
    Slice(hours=HOURS_PER_YEAR / 2, occurrences=365.0, previous=1, months=()),
    Slice(hours=HOURS_PER_YEAR / 2, occurrences=365.0, previous=0, months=()),
)
"""365 equal days of twelve hours light and twelve hours dark."""
GWP = {"CO2": 1.0, "CH4": 28.0, "N2O": 265.0, "SF6": 23500.0}
EVER = 2100
"""A year beyond every horizon of the tests."""

Amount = float | Mapping[int, float]


def text(words: str) -> Text:
    """The same words in both languages."""
    return Text(zh=words, en=words)


def steady(amount: Amount, years: Iterable[int] = (*HISTORY, *YEARS)) -> dict[int, float]:
    """The same value in every year, or the mapping as it is."""
    return dict(amount) if isinstance(amount, Mapping) else {year: float(amount) for year in years}


def readings(**changes: Any) -> Readings:
    """Readings as a plain index would choose them; any may be changed by keyword."""
    choices: dict[str, Any] = {
        "renewable_denominator": "total_energy", "renewable_numerator": "all_claims", "electricity_tce": "calorific",
        "green_power_in_emissions": "counts", "certificates_in_emissions": "ignored", "emission_scope": "energy",
        "intensity_scope": "whole", "exported_power": "ignored", "credits_at_zero": "default", "falling_step": 0.0, "trend_falls": 2,
        "zero_counts_as_falling": True, "falling_after_award": "judged", "no_advanced_value": "not_required",
        "minimum_pv_kw": 1.0, "minimum_effect_t": 1.0, "waste_rate": "with_stock",
        "splits": {"split_r11": "from_zero", **{f"split_r{row}": "from_near" for row in ("05", "12", "16", "17", "18")}},
    }  # fmt: skip
    return Readings(**{**choices, **changes})


def commodity(
    commodity_id: str,
    category: Category = Category.OTHER,
    *,
    price: Amount | None = None,
    sell_price: Amount | None = None,
    tce: float = 0.0,
    factors: Mapping[str, Amount] | None = None,
    slices: int = 1,
    years: Iterable[int] = (*HISTORY, *YEARS),
    **changes: Any,
) -> CommodityData:
    """A commodity; it can be bought when it has a price and sold when it has a selling price."""
    years = tuple(years)
    data = CommodityData(
        id=commodity_id, name=text(commodity_id), category=category,
        unit="unit" if category is Category.OTHER else "MWh", mwh_per_unit=1.0, tce_per_mwh=tce, equivalent_tce_per_mwh=None,
        t_per_mwh={gas: steady(amount, years) for gas, amount in (factors or {}).items()},
        can_buy=price is not None, price_cny_per_mwh={} if price is None else steady(price, years),
        price_multiplier=(1.0,) * slices, buy_limit_mwh=None,
        can_sell=sell_price is not None, sell_price_cny_per_mwh={} if sell_price is None else steady(sell_price, years),
        sell_multiplier=(1.0,) * slices, sell_limit_mwh=None, demand_charge_cny_per_mw_month=None, load_factor=1.0,
    )  # fmt: skip
    return replace(data, **changes)


def demand(demand_id: str, of: str | None = None, annual: Amount = 1000.0, shape: tuple[float, ...] = (1.0,)) -> Demand:
    """A final demand for commodity ``of``, by default the one of the same name. [MWh]"""
    return Demand(demand_id, text(demand_id), of or demand_id, steady(annual), shape)


def converter(inputs: Mapping[str, float], outputs: Mapping[str, float], *, slices: int = 1, **changes: Any) -> ConverterData:
    """A converter in kW whose full size can always run, without running cost."""
    return replace(ConverterData(dict(inputs), dict(outputs), {}, 0.001, (1.0,) * slices, 0.0), **changes)


def equipment(equipment_id: str, makes: ConverterData, *, size: float = 1000.0, until: int = EVER, fixed_om: float = 0.0) -> Equipment:
    """Existing equipment of ``size`` kW."""
    return Equipment(equipment_id, text(equipment_id), "kW", makes, (Standing(size, until),), fixed_om)


def investment(years: Iterable[int] = YEARS, *, capex: Amount = 1000.0, fixed_om: Amount = 0.0, **changes: Any) -> Investment:
    """Something of kW that may be built in each of ``years`` and lives for 10 of them."""
    years = tuple(years)
    data = Investment(
        size_unit="kW", vintages=years, lifetime_years=10, capex_cny=steady(capex, years), energy_capex_cny=0.0, subsidy_share=0.0,
        fixed_om_cny=steady(fixed_om, years), existing_fixed_om_cny=0.0, existing=(), limit_size=None, yearly_limit={},
        growth_per_year=None, growth_start_size=0.0, unit_size=None, minimum_size=None,
    )  # fmt: skip
    return replace(data, **changes)


def _shared(measure_id: str, kind: str, measure_class: MeasureClass, built: Investment | None, *, substitution: bool) -> dict[str, Any]:
    return {
        "id": measure_id, "name": text(measure_id), "measure_class": measure_class, "subtype": None, "substitution": substitution,
        "kind": kind, "requires": {}, "excludes": frozenset(), "first_year": YEARS[0], "built": built,
    }  # fmt: skip


def saving(measure_id: str, saves: Mapping[str, float], *, full_size: float = 100.0, **changes: Any) -> SavingData:
    """A saving whose size is MWh per year."""
    shared = _shared(measure_id, "saving", MeasureClass.REDUCTION, investment(size_unit="MWh/a"), substitution=False)
    return replace(SavingData(**shared, saves=dict(saves), full_size=full_size, consumes={}, variable_cost_cny=0.0), **changes)


def conversion(measure_id: str, makes: ConverterData, **changes: Any) -> ConversionData:
    """A new converter in kW."""
    shared = _shared(measure_id, "conversion", MeasureClass.REDUCTION, investment(), substitution=True)
    return replace(ConversionData(**shared, converter=makes, renewable_output=None), **changes)


def process(measure_id: str, cuts: Mapping[str, Mapping[str, float]], *, full_size: float = 10.0, **changes: Any) -> ProcessData:
    """A process measure whose size counts tools."""
    shared = _shared(measure_id, "process", MeasureClass.REDUCTION, investment(size_unit="tool"), substitution=False)
    return replace(ProcessData(**shared, cuts=cuts, full_size=full_size, consumes={}, variable_cost_cny=0.0), **changes)


def generation(measure_id: str, of: str = "electricity", *, yields: tuple[float, ...] = (1.2,), **changes: Any) -> GenerationData:
    """PV in kW with ``yields`` MWh per kW and slice."""
    shared = _shared(measure_id, "generation", MeasureClass.ZERO_CARBON, investment(), substitution=True)
    data = GenerationData(
        **shared, commodity=of, technology="pv", yield_mwh=yields, degradation_per_year=0.0, variable_cost_cny=0.0, subsidy_cny=0.0
    )
    return replace(data, **changes)


def storage(measure_id: str, of: str = "electricity", **changes: Any) -> StorageData:
    """A battery in kW with two hours of energy and no losses."""
    shared = _shared(measure_id, "storage", MeasureClass.ZERO_CARBON, investment(), substitution=False)
    data = StorageData(
        **shared, commodity=of, hours=2.0, charge_efficiency=1.0, discharge_efficiency=1.0, standing_loss_per_hour=0.0, limit_kwh=None
    )
    return replace(data, **changes)


def purchase(measure_id: str, form: str = "green_power", *, of: str = "electricity", price: Amount = 30.0, **changes: Any) -> PurchaseData:
    """Green power or certificates without limit."""
    shared = _shared(measure_id, "purchase", MeasureClass.ZERO_CARBON, None, substitution=True)
    return replace(PurchaseData(**shared, commodity=of, form=form, price_cny=steady(price), limit_mwh=None), **changes)


def capture(measure_id: str, target: str, *, capture_share: float = 0.9, **changes: Any) -> CaptureData:
    """Capture whose size is tCO2 per year."""
    shared = _shared(measure_id, "capture", MeasureClass.NEGATIVE, investment(size_unit="tCO2/a"), substitution=False)
    return replace(CaptureData(**shared, target=target, capture_share=capture_share, consumes={}, variable_cost_cny=0.0), **changes)


def removal(measure_id: str, *, price: Amount = 80.0, **changes: Any) -> RemovalData:
    """Credits without limit that are bought."""
    shared = _shared(measure_id, "removal", MeasureClass.NEGATIVE, None, substitution=False)
    return replace(RemovalData(**shared, form="credit", price_cny=steady(price), limit_t=None, consumes={}), **changes)


def source(source_id: str, t_per_activity: Mapping[str, float], activity: Amount = 100.0) -> SourceData:
    """A source of process emissions."""
    return SourceData(source_id, text(source_id), "t", steady(activity), dict(t_per_activity))


def past(bought: Mapping[str, float], **changes: Any) -> HistoryData:
    """One past year."""
    return replace(HistoryData(dict(bought), {}, {}, {}, {}, 0.0, 0.0), **changes)


def electricity(*, slices: int = 1, **changes: Any) -> CommodityData:
    """Grid power: 600 CNY/MWh, 0.6 tCO2/MWh, 0.1229 tce/MWh."""
    given = {"price": 600.0, "tce": 0.1229, "factors": {"CO2": 0.6}, **changes}
    return commodity("electricity", Category.ELECTRICITY, slices=slices, **given)


def natural_gas(*, slices: int = 1, **changes: Any) -> CommodityData:
    """Gas: 300 CNY/MWh, 0.2 tCO2/MWh, 0.12 tce/MWh."""
    given = {"price": 300.0, "tce": 0.12, "factors": {"CO2": 0.2}, **changes}
    return commodity("gas", Category.FUEL, slices=slices, **given)


def _measure_map(measures: Mapping[str, AnyMeasure] | Iterable[AnyMeasure]) -> dict[str, AnyMeasure]:
    return dict(measures) if isinstance(measures, Mapping) else {measure.id: measure for measure in measures}


def tiny_case(
    *, slices: tuple[Slice, ...] = ONE_SLICE, measures: Mapping[str, AnyMeasure] | Iterable[AnyMeasure] = (), **changes: Any
) -> Case:
    """Two years of a factory that needs 1000 MWh of power and 450 MWh of steam from a 90 % gas boiler; no measures unless given."""
    count = len(slices)
    shape = tuple(part.hours / HOURS_PER_YEAR for part in slices)
    unknown = AdvancedValueData("unknown", None, "")
    case = Case(
        name=text("tiny"), factory_name=text("tiny factory"), industry="discrete", founded_year=2000, index=IndexChoice(id="binhai-2022"),
        years=YEARS, stands_for=dict.fromkeys(YEARS, 1), base_year=HISTORY[-1], history_years=HISTORY, slices=slices,
        money=Money(real_rate=0.08, timing="end_of_year", base_year=HISTORY[-1], price_year=HISTORY[-1]),
        targets={}, lower_tiers_on_the_way=True, tiers_kept=True, gwp_edition="ar5", gwp=GWP,
        commodities={
            "electricity": electricity(slices=count), "gas": natural_gas(slices=count), "steam": commodity("steam", slices=count),
        },
        demands={"power": demand("power", "electricity", 1000.0, shape), "steam": demand("steam", annual=450.0, shape=shape)},
        equipment={"boiler": equipment("boiler", converter({"gas": 1 / 0.9}, {"steam": 1.0}, slices=count))},
        sources={}, measures=_measure_map(measures), groups={}, budget_by_year={}, budget_total=None, carbon_price=None,
        history={year: past({"electricity": 1000.0, "gas": 500.0}) for year in HISTORY},
        intensity=IntensityData("product", "t", steady(100.0), unknown, unknown),
        solid_waste={}, evidence=(), figures=(), scenario_sha256="0" * 64,
    )  # fmt: skip
    return replace(case, **changes)


SLICED = ("imported", "exported", "activity", "generated", "charge", "discharge", "level", "moved_in", "moved_out")
"""Flows by id, year and slice."""


def spread(case: Case, amount: Any) -> tuple[float, ...]:
    """A number spread over the slices by their hours; a sequence as it is."""
    if isinstance(amount, int | float):
        return tuple(amount * part.hours / HOURS_PER_YEAR for part in case.slices)
    return tuple(float(value) for value in amount)


def every_year(case: Case, amount: Any) -> dict[int, Any]:
    """The same amount in every planning year, or the mapping as it is."""
    return dict(amount) if isinstance(amount, Mapping) else dict.fromkeys(case.years, amount)


def base_flows(case: Case) -> dict[str, Any]:
    """Flows of the tiny case without measures: everything bought, steam from the boiler."""
    power = {year: tuple(1000.0 * share for share in case.demands["power"].shape) for year in case.years}
    steam = {year: tuple(450.0 * share for share in case.demands["steam"].shape) for year in case.years}
    gas = {year: tuple(value / 0.9 for value in values) for year, values in steam.items()}
    return {"imported": {"electricity": power, "gas": gas}, "activity": {"boiler": steam}}


def plan_for(
    case: Case,
    *,
    deploy: Mapping[str, dict[int, float]] | None = None,
    deploy_kwh: Mapping[str, dict[int, float]] | None = None,
    new_measures: bool = True,
    **flows: Any,
) -> Plan:
    """A plan by hand. A flow is id -> amount, or id -> year -> amount; a number is spread over the slices by their hours."""
    given: dict[str, Any] = {}
    for name, by_id in flows.items():
        if name in SLICED:
            given[name] = {key: {y: spread(case, v) for y, v in every_year(case, value).items()} for key, value in by_id.items()}
        elif name == "saved":
            given[name] = {
                measure: {key: {y: spread(case, v) for y, v in every_year(case, value).items()} for key, value in by_demand.items()}
                for measure, by_demand in by_id.items()
            }
        elif name in ("purchased", "captured", "removed"):
            given[name] = {key: every_year(case, value) for key, value in by_id.items()}
        else:
            given[name] = by_id
    return Plan(
        schema_version="planner-plan/1", scenario=case.name.en, scenario_sha256=case.scenario_sha256,
        indexes=(IndexEdition(id=case.index.id, edition="test", sha256="0" * 64),),
        request=Request(tiers=(), new_measures=new_measures), years=case.years,
        resolution=case.resolution, representatives=case.representatives,
        deploy=dict(deploy or {}), deploy_kwh=dict(deploy_kwh or {}), flows=Flows(**given),
    )  # fmt: skip


def base_plan(case: Case, **flows: Any) -> Plan:
    """``plan_for`` on top of ``base_flows``; a flow named here replaces the ids that it names."""
    merged = base_flows(case)
    for name in list(flows):
        if name in merged:
            merged[name] = {**merged[name], **flows.pop(name)}
    return plan_for(case, **merged, **flows)


def alone(index: Index, choices: Readings | None = None) -> tuple[ChosenIndex, ...]:
    """One index as the program and the reports take it."""
    return (ChosenIndex(index, choices or readings()),)


def solve_plan(case: Case, index: Index, choices: Readings, request: Request, *, time_limit_s: float | None = None) -> Solution:
    """One request of one case under one index."""
    return Program(case, alone(index, choices)).solve(request, time_limit_s=time_limit_s)
