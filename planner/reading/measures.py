"""Measures of all kinds in internal units."""

from __future__ import annotations

from collections.abc import Mapping

from planner.domain import measure as kinds
from planner.domain.case import (
    AnyMeasure,
    BySlice,
    CaptureData,
    CommodityData,
    ConversionData,
    Demand,
    GenerationData,
    ProcessData,
    PurchaseData,
    RemovalData,
    SavingData,
    StorageData,
)
from planner.domain.measure import Measure
from planner.domain.tiers import Category
from planner.reading import plausibility
from planner.reading.common import Bench, read_common, read_consumes, read_cost
from planner.reading.desk import Desk, Origin, Path
from planner.reading.factory import read_converter
from planner.reading.fill_ins import ENERGY, Filler, fill_share, fill_variable_cost, fill_yield, find_filler
from planner.reading.plausibility import MOST_KW_PER_KW
from planner.reading.series import spread
from planner.reading.slices import Parts
from planner.reading.wear import read_cycles
from planner.units import KW_PER_MW

BUILT_FIELDS = tuple(kinds.Built.model_fields.keys() - kinds.MeasureBase.model_fields.keys())


def read_measures(
    desk: Desk, parts: Parts, commodities: Mapping[str, CommodityData], demands: Mapping[str, Demand]
) -> Mapping[str, AnyMeasure]:
    """Every measure of the scenario."""
    bench = Bench(desk, parts, commodities, demands)
    return {id: _read_measure(bench, id, measure) for id, measure in desk.scenario.measures.items()}


def _read_measure(bench: Bench, id: str, measure: Measure) -> AnyMeasure:
    path: Path = ("measures", id)
    filler = find_filler(bench.desk, path, measure)
    match measure:
        case kinds.Saving():
            return _read_saving(bench, path, measure, filler)
        case kinds.Conversion():
            return _read_conversion(bench, path, measure, filler)
        case kinds.Process():
            return _read_process(bench, path, measure, filler)
        case kinds.Generation():
            return _read_generation(bench, path, measure, filler)
        case kinds.Storage():
            return _read_storage(bench, path, measure, filler)
        case kinds.Purchase():
            return _read_purchase(bench, path, measure, filler)
        case kinds.Capture():
            return _read_capture(bench, path, measure, filler)
        case kinds.Removal():
            return _read_removal(bench, path, measure, filler)


def _read_saving(bench: Bench, path: Path, measure: kinds.Saving, filler: Filler | None) -> SavingData:
    saves = _shares(bench, path, measure, filler)
    full_size = sum(share * max(bench.demands[id].annual_mwh.values()) for id, share in saves.items() if id in bench.demands)
    saved_unit = _saved_unit(bench, path, saves)
    common = read_common(bench, path, measure, filler, full_size=full_size, saved_unit=saved_unit)
    cost = read_cost(bench, path, measure, "variable_cost_cny_per_mwh", f"CNY/{saved_unit}")
    return SavingData(**common, saves=saves, full_size=full_size, consumes=read_consumes(bench, path, measure), variable_cost_cny=cost)


def _saved_unit(bench: Bench, path: Path, saves: Mapping[str, float]) -> str:
    """Unit of what is saved: MWh, or the unit of a product; one size can't be both."""
    saved = [bench.commodities[bench.demands[id].commodity] for id in saves if id in bench.demands]
    units = sorted({ENERGY if data.category is not Category.OTHER else data.unit for data in saved})
    if len(units) > 1:
        bench.desk.refuse(
            (*path, "saves"),
            f"一个措施的规模只能有一种单位，这里混有 {'、'.join(units)}；请分成几个措施",
            f"the size of a measure has one unit, here are {', '.join(units)}; make it several measures",
        )
    return units[0] if units else ENERGY


def _shares(bench: Bench, path: Path, measure: kinds.Saving, filler: Filler | None) -> Mapping[str, float]:
    if (measure.saves is None) == (measure.saves_from_library is None):
        bench.desk.refuse((*path, "saves"), "请给出 saves 或 saves_from_library 之一", "give either saves or saves_from_library")
        return {}
    if measure.saves is not None:
        for id, share in measure.saves.items():
            bench.desk.known(
                (*path, "saves", id),
                id,
                bench.demands,
                "需求（end_uses 或有 demand_per_year 的介质）",
                "demand (end use, or commodity with demand_per_year)",
            )
            bench.desk.record((*path, "saves", id), share, "1", Origin.of(measure))
        return dict(measure.saves)
    share_or_none = fill_share(bench.desk, (*path, "saves_from_library"), filler)
    ids = measure.saves_from_library or ()
    for place, id in enumerate(ids):
        bench.desk.known(
            (*path, "saves_from_library", place),
            id,
            bench.demands,
            "需求（end_uses 或有 demand_per_year 的介质）",
            "demand (end use, or commodity with demand_per_year)",
        )
    return dict.fromkeys(ids, share_or_none) if share_or_none is not None else {}


def _read_conversion(bench: Bench, path: Path, measure: kinds.Conversion, filler: Filler | None) -> ConversionData:
    common = read_common(bench, path, measure, filler)
    cost = fill_variable_cost(bench.desk, path, measure, filler, bench.commodities)
    converter = read_converter(bench.desk, bench.parts, path, measure, bench.commodities, cost)
    output = measure.renewable_heat_output
    if output is not None:
        bench.desk.known((*path, "renewable_heat_output"), output, measure.outputs, "产出", "output")
        _refuse_counted_inputs(bench, path, measure)
    return ConversionData(**common, converter=converter, renewable_output=output)


def _refuse_counted_inputs(bench: Bench, path: Path, measure: kinds.Conversion) -> None:
    """Heat whose input is counted as energy already would be counted twice."""
    counted = [id for id in measure.inputs if id in bench.commodities and bench.commodities[id].category is not Category.OTHER]
    if counted:
        names = ", ".join(counted)
        bench.desk.refuse(
            (*path, "renewable_heat_output"),
            f"投入 {names} 已计入能源消费，其产出不能再整体计为可再生能源（否则重复计算）；请删去此项",
            f"the input {names} is counted as energy use already, so the whole output can't count as renewable too; leave this field out",
        )


def _read_process(bench: Bench, path: Path, measure: kinds.Process, filler: Filler | None) -> ProcessData:
    sources = bench.desk.scenario.process_sources
    for id, gases in measure.cuts.items():
        if not bench.desk.known((*path, "cuts", id), id, sources, "过程排放源", "process source"):
            continue
        for gas, share in gases.items():
            bench.desk.known(
                (*path, "cuts", id, gas), gas, sources[id].t_per_activity, f"“{id}”排放的气体", f'gas of process source "{id}"'
            )
            bench.desk.record((*path, "cuts", id, gas), share, "1", Origin.of(measure))
    return ProcessData(
        **read_common(bench, path, measure, filler, full_size=measure.full_size),
        cuts={id: dict(gases) for id, gases in measure.cuts.items()},
        full_size=measure.full_size,
        consumes=read_consumes(bench, path, measure),
        variable_cost_cny=read_cost(bench, path, measure, "variable_cost_cny_per_t", "CNY/tCO2e"),
    )


def _read_generation(bench: Bench, path: Path, measure: kinds.Generation, filler: Filler | None) -> GenerationData:
    desk = bench.desk
    if desk.known((*path, "commodity"), measure.commodity, bench.commodities, "介质", "commodity"):
        _check_technology(desk, path, measure, bench.commodities[measure.commodity])
    common = read_common(bench, path, measure, filler)
    return GenerationData(
        **common,
        commodity=measure.commodity,
        technology=measure.technology,
        yield_mwh=_yield(bench, path, measure, filler),
        degradation_per_year=measure.degradation_per_year,
        variable_cost_cny=read_cost(bench, path, measure, "variable_cost_cny_per_mwh", "CNY/MWh"),
        subsidy_cny=read_cost(bench, path, measure, "subsidy_cny_per_mwh", "CNY/MWh"),
    )


def _check_technology(desk: Desk, path: Path, measure: kinds.Generation, commodity: CommodityData) -> None:
    if measure.technology in ("pv", "wind") and commodity.category is not Category.ELECTRICITY:
        desk.refuse(
            (*path, "commodity"),
            f"{measure.technology} 发的是电，“{commodity.id}”的 category 是 {commodity.category.value}",
            f'{measure.technology} makes electricity, "{commodity.id}" is of category {commodity.category.value}',
        )
    if measure.technology in ("pv", "wind") and measure.size_unit == "m2":
        desk.refuse((*path, "size_unit"), "光伏、风电的规模单位须为 kW 或 MW", "sizes of pv and wind are kW or MW")


def _yield(bench: Bench, path: Path, measure: kinds.Generation, filler: Filler | None) -> BySlice:
    desk, parts = bench.desk, bench.parts
    yearly = fill_yield(desk, path, measure, filler)
    if parts.several and measure.profile is None:
        desk.refuse((*path, "profile"), "已划分时段，须给出发电曲线", "the year has several slices, so the profile of the yield is needed")
    shape = parts.shape(desk, (*path, "profile"), measure.profile)
    if yearly is None:
        return parts.flat
    here: Path = (*path, "yield_mwh_per_size_year")
    if measure.size_unit == "m2":
        plausibility.check(desk, here, yearly, plausibility.YIELD_MWH_PER_M2, "单位面积年产量", "the yearly yield per area")
    else:
        kw = KW_PER_MW if measure.size_unit == "MW" else 1.0
        limit = plausibility.YIELD_MWH_PER_KW.get(measure.technology, plausibility.YIELD_MWH_PER_KW["other"])
        plausibility.check(desk, here, yearly / kw, limit, "单位容量年发电量", "the yearly yield per power")
        _check_peak(desk, parts, path, tuple(yearly / kw * share for share in shape))
    return tuple(yearly * share for share in shape)


def _check_peak(desk: Desk, parts: Parts, path: Path, mwh_per_kw: BySlice) -> None:
    """Mean output in a slice can't exceed the rating."""
    peak = max(mwh * KW_PER_MW / part.hours for mwh, part in zip(mwh_per_kw, parts.slices, strict=True))
    if parts.several and peak > MOST_KW_PER_KW:
        desk.refuse(
            (*path, "profile"),
            f"某时段的平均出力为额定的 {peak:.2f} 倍，不可能；请检查曲线与年发电量",
            f"mean output in a slice comes to {peak:.2f} times the rating, which is impossible; check profile and yearly yield",
        )


def _read_storage(bench: Bench, path: Path, measure: kinds.Storage, filler: Filler | None) -> StorageData:
    bench.desk.known((*path, "commodity"), measure.commodity, bench.commodities, "介质", "commodity")
    for field in sorted(measure.model_fields_set & {"charge_efficiency", "discharge_efficiency", "standing_loss_per_hour"}):
        bench.desk.record((*path, field), getattr(measure, field), "1", Origin.of(measure))
    common = read_common(bench, path, measure, filler)
    lifetime = common["built"].lifetime_years if common["built"] is not None else 1
    return StorageData(
        **common,
        commodity=measure.commodity,
        hours=measure.hours,
        charge_efficiency=measure.charge_efficiency,
        discharge_efficiency=measure.discharge_efficiency,
        standing_loss_per_hour=measure.standing_loss_per_hour,
        limit_kwh=measure.limit_kwh,
        cycles_per_year=read_cycles(bench.desk, path, measure, lifetime),
        variable_cost_cny=read_cost(bench, path, measure, "variable_cost_cny_per_mwh", "CNY/MWh"),
    )


def _read_purchase(bench: Bench, path: Path, measure: kinds.Purchase, filler: Filler | None) -> PurchaseData:
    desk, years = bench.desk, bench.desk.years.planning
    if desk.known((*path, "commodity"), measure.commodity, bench.commodities, "介质", "commodity"):
        commodity = bench.commodities[measure.commodity]
        if not commodity.can_buy or commodity.category not in (Category.ELECTRICITY, Category.HEAT):
            desk.refuse(
                (*path, "commodity"),
                "绿电、绿证只能用于可购入的电力或热力",
                "green power and certificates belong to electricity or heat that can be bought",
            )
    price = spread(desk, (*path, "price_cny_per_mwh"), measure.price_cny_per_mwh, years, "CNY/MWh")
    plausibility.check(
        desk, (*path, "price_cny_per_mwh"), price, plausibility.CLAIM_PRICE, "绿电溢价或绿证价格", "the premium or certificate price"
    )
    limit = measure.limit_mwh_per_year
    return PurchaseData(
        **read_common(bench, path, measure, filler, built=False),
        commodity=measure.commodity,
        form=measure.form,
        price_cny=price,
        limit_mwh=None if limit is None else spread(desk, (*path, "limit_mwh_per_year"), limit, years, "MWh"),
    )


def _read_capture(bench: Bench, path: Path, measure: kinds.Capture, filler: Filler | None) -> CaptureData:
    bench.desk.record((*path, "capture_share"), measure.capture_share, "1", Origin.of(measure))
    return CaptureData(
        **read_common(bench, path, measure, filler),
        target=measure.target,
        capture_share=measure.capture_share,
        consumes=read_consumes(bench, path, measure),
        variable_cost_cny=fill_variable_cost(bench.desk, path, measure, filler, bench.commodities),
    )


def _read_removal(bench: Bench, path: Path, measure: kinds.Removal, filler: Filler | None) -> RemovalData:
    desk, years = bench.desk, bench.desk.years.planning
    built = measure.form == "plant"
    if not built:
        _refuse_built_fields(desk, path, measure)
    price = spread(desk, (*path, "price_cny_per_t"), measure.price_cny_per_t, years, "CNY/tCO2")
    plausibility.check(desk, (*path, "price_cny_per_t"), price, plausibility.REMOVAL_PRICE, "价格", "the price")
    limit = measure.limit_t_per_year
    return RemovalData(
        **read_common(bench, path, measure, filler, built=built),
        form=measure.form,
        price_cny=price,
        limit_t=None if limit is None else spread(desk, (*path, "limit_t_per_year"), limit, years, "tCO2"),
        consumes=read_consumes(bench, path, measure),
    )


def _refuse_built_fields(desk: Desk, path: Path, measure: kinds.Removal) -> None:
    """A bought removal has no size."""
    for field in sorted(measure.model_fields_set.intersection(BUILT_FIELDS)):
        desk.refuse(
            (*path, field),
            f"form 为 {measure.form} 的清除是买来的，没有规模；请删去此项，或改 form 为 plant",
            f"a removal of form {measure.form} is bought and has no size; remove this, or set form to plant",
        )
