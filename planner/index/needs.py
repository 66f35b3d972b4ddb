"""Figures that a reading asks of a case, and what to say when the case lacks them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planner.domain.base import Text
from planner.domain.case import Case, CommodityData
from planner.domain.tiers import Category
from planner.errors import Problem
from planner.index.readings import Readings
from planner.index.settings import PATH, problem_at


@dataclass(frozen=True, slots=True)
class Need:
    """A figure that a reading asks for and the case lacks."""

    field: str
    """Where the scenario would give it."""
    reading: str
    choice: Text
    """The choice that asks for it, with its name."""
    harmless: Text
    """The choice that does not."""
    lack: Text
    """What is missing, as a clause."""
    example: str = ""
    """What could be written in the field."""


def find_missing(case: Case, readings: Readings) -> list[Need]:
    """Factors of electricity that the chosen readings need and the scenario does not give."""
    powers = [commodity for commodity in case.commodities.values() if commodity.category is Category.ELECTRICITY]
    return [need for commodity in powers for need in _missing_of(case, commodity, readings)]


def refuse_need(need: Need, index_id: str, entry: str) -> Problem:
    """The problem at the field that is missing, naming the index that asks and its ``entry`` in the scenario."""
    setting = f"{entry}.{PATH}.{need.reading}"
    zh, en = (f"，例如 {need.example}，", f", for example {need.example},") if need.example else ("，", ",")
    return problem_at(
        need.field,
        f"指标体系 {index_id} 的读法 {need.reading} 选了 {need.choice.zh}，但{need.lack.zh}；"
        f"请在此给出{zh}或把 {setting} 改为 {need.harmless.zh}",
        f"reading {need.reading} of index {index_id} is {need.choice.en}, but {need.lack.en}; "
        f"give it here{en} or set {setting} to {need.harmless.en}",
    )


def explain_needs(needs: Sequence[Need]) -> Text:
    """Why a reading can't be tried, with the fields to fill, for readers who do not stand at them."""
    named = [f"{need.field}: {need.example}" if need.example else need.field for need in needs]
    return Text(
        zh="；".join(f"{need.lack.zh}，请填 {field}" for need, field in zip(needs, named, strict=True)),
        en="; ".join(f"{need.lack.en}; give {field}" for need, field in zip(needs, named, strict=True)),
    )


def _missing_of(case: Case, commodity: CommodityData, readings: Readings) -> Iterator[Need]:
    path = f"commodities.{commodity.id}"
    known = commodity.equivalent_tce_per_mwh or {}
    absent = [year for year in (*case.history_years, *case.years) if year not in known]
    if readings.electricity_tce == "equivalent" and absent:
        years = f"{absent[0]}-{absent[-1]}" if len(absent) == absent[-1] - absent[0] + 1 > 1 else ", ".join(map(str, absent))
        yield Need(
            f"{path}.equivalent_tce_per_unit",
            "electricity_tce",
            Text(zh="equivalent（等价值）", en="'equivalent'"),
            Text(zh="calorific（当量值）", en="calorific"),
            Text(zh=f"没有 {years} 年的等价值", en=f"there is no equivalent value for {years}"),
        )
    bought = commodity.can_buy or any(past.bought_mwh.get(commodity.id) for past in case.history.values())
    if readings.grid_factor == "excluding_traded" and commodity.residual_t_per_mwh is None and bought:
        yield _missing_factor(path, "residual", "excluding_traded", "excluding_market_traded_non_fossil", _RESIDUAL)
    if readings.grid_factor == "fossil" and commodity.fossil_t_per_mwh is None and bought:
        yield _missing_factor(path, "fossil", "fossil", "fossil", _FOSSIL)


_RESIDUAL = Text(zh="剔除市场化交易非化石能源的因子", en="the factor without market-traded non-fossil power")
_FOSSIL = Text(zh="化石能源电力因子", en="the factor of fossil power")


def _missing_factor(path: str, field: str, choice: str, factor_type: str, what: Text) -> Need:
    return Need(
        f"{path}.emissions.{field}_co2_t_per_unit",
        "grid_factor",
        Text(zh=choice, en=f"'{choice}'"),
        Text(zh="average（平均因子）", en="average"),
        Text(zh=f"没有{what.zh}", en=f"{what.en} is not given"),
        f"{{grid_region: China, factor_type: {factor_type}, change_per_year_after_last: 0}}",
    )
