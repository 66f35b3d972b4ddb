"""Figures that a reading asks of a case, and what to say when the case lacks them."""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain.base import Text
from planner.domain.case import Case, CommodityData
from planner.domain.tiers import Category
from planner.errors import Problem
from planner.index.readings import Readings
from planner.index.settings import problem_at


def find_missing(case: Case, readings: Readings) -> list[Problem]:
    """Factors of electricity that the chosen readings need and the scenario does not give."""
    powers = [commodity for commodity in case.commodities.values() if commodity.category is Category.ELECTRICITY]
    return [problem for commodity in powers for problem in _missing_of(case, commodity, readings)]


def _missing_of(case: Case, commodity: CommodityData, readings: Readings) -> Iterator[Problem]:
    path = f"commodities.{commodity.id}"
    known = commodity.equivalent_tce_per_mwh or {}
    absent = [year for year in (*case.history_years, *case.years) if year not in known]
    if readings.electricity_tce == "equivalent" and absent:
        years = f"{absent[0]}-{absent[-1]}" if len(absent) == absent[-1] - absent[0] + 1 > 1 else ", ".join(map(str, absent))
        yield problem_at(
            f"{path}.equivalent_tce_per_unit",
            f"读法 electricity_tce 选了 equivalent（等价值），但没有 {years} 年的等价值；请在此给出，或把"
            " index.settings.electricity_tce 改为 calorific（当量值）",
            f"reading electricity_tce is 'equivalent', but there is no equivalent value for {years}; give it here, or set"
            " index.settings.electricity_tce to calorific",
        )
    bought = commodity.can_buy or any(past.bought_mwh.get(commodity.id) for past in case.history.values())
    if readings.grid_factor == "excluding_traded" and commodity.residual_t_per_mwh is None and bought:
        yield _missing_factor(path, "residual", "excluding_traded", "excluding_market_traded_non_fossil", _RESIDUAL)
    if readings.grid_factor == "fossil" and commodity.fossil_t_per_mwh is None and bought:
        yield _missing_factor(path, "fossil", "fossil", "fossil", _FOSSIL)


_RESIDUAL = Text(zh="剔除市场化交易非化石能源的因子", en="the factor without market-traded non-fossil power")
_FOSSIL = Text(zh="化石能源电力因子", en="the factor of fossil power")


def _missing_factor(path: str, field: str, choice: str, factor_type: str, what: Text) -> Problem:
    example = f"{{grid_region: China, factor_type: {factor_type}, change_per_year_after_last: 0}}"
    return problem_at(
        f"{path}.emissions.{field}_co2_t_per_unit",
        f"读法 grid_factor 选了 {choice}（{what.zh}），但没有这一因子；请在此给出，例如 {example}，"
        "或把 index.settings.grid_factor 改为 average（平均因子）",
        f"reading grid_factor is '{choice}', but {what.en} is not given; give it here, for example {example},"
        " or set index.settings.grid_factor to average",
    )
