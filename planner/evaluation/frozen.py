"""The same plan on a grid that stays as in the base year, so that the factory's own effort shows (电力因子冻结)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from planner.domain.case import ByYear, Case, CommodityData
from planner.domain.tiers import Category


def freeze_grid(case: Case) -> Case:
    """The case with every electricity factor after the base year held at the base year's value. The past is as it was."""
    return replace(case, commodities={name: _freeze(data, case.base_year) for name, data in case.commodities.items()})


def _freeze(commodity: CommodityData, base_year: int) -> CommodityData:
    if commodity.category is not Category.ELECTRICITY:
        return commodity
    residual, fossil = commodity.residual_t_per_mwh, commodity.fossil_t_per_mwh
    return replace(
        commodity,
        t_per_mwh=_hold(commodity.t_per_mwh, base_year),
        residual_t_per_mwh=None if residual is None else _hold(residual, base_year),
        fossil_t_per_mwh=None if fossil is None else _hold(fossil, base_year),
    )


def _hold(t_per_mwh: Mapping[str, ByYear], base_year: int) -> Mapping[str, ByYear]:
    """Gas to year to t/MWh, constant from the base year on."""
    return {gas: {year: by_year[min(year, base_year)] for year in by_year} for gas, by_year in t_per_mwh.items()}
