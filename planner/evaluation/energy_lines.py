"""Lines of the inventory that come of energy: fuels burnt, electricity and heat bought, claimed and sold (能源活动)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planner.domain.base import Text
from planner.domain.case import ByYear, Case, CommodityData
from planner.domain.inventory import Entry, FuelUse, Kind, Section
from planner.domain.tiers import Category
from planner.evaluation.emissions import choose_factors, claim_counts
from planner.evaluation.provenance import FOSSIL, RESIDUAL, Provenance
from planner.evaluation.supply import Supply
from planner.index.readings import Readings
from planner.units import GJ_PER_MWH

BURNT = (Category.FUEL, Category.BIOMASS)
PURCHASED = {Category.ELECTRICITY: Section.ELECTRICITY, Category.HEAT: Section.HEAT}
CLAIMS = {
    "green_power": Text(zh="绿电", en="green power"),
    "certificate": Text(zh="绿证", en="certificates"),
}


def list_fuels(supplies: tuple[Supply, ...]) -> tuple[FuelUse, ...]:
    """Fuels and biomass of the year in the user's own unit and in energy. One that was not burnt is left out."""
    return tuple(_describe_fuel(supply) for supply in supplies if supply.commodity.category in BURNT and supply.bought_counted)


def _describe_fuel(supply: Supply) -> FuelUse:
    commodity, mwh = supply.commodity, supply.bought_counted
    return FuelUse(
        commodity=commodity.id,
        name=commodity.name,
        biomass=commodity.category is Category.BIOMASS,
        quantity=mwh / commodity.mwh_per_unit,
        unit=commodity.unit,
        mwh=mwh,
        gj=mwh * GJ_PER_MWH,
        heat_value_gj=commodity.mwh_per_unit * GJ_PER_MWH,
    )


class EnergyLines:
    """Energy lines of one year under one set of readings."""

    def __init__(self, case: Case, readings: Readings, year: int, provenance: Provenance) -> None:
        self.case, self.readings, self.year, self.provenance = case, readings, year, provenance

    def of_fuels(self, supplies: tuple[Supply, ...]) -> Iterator[Entry]:
        """What burning emits; CO2 of biomass is a memo line of its own."""
        for supply in supplies:
            commodity = supply.commodity
            if commodity.category not in BURNT or not supply.bought_counted:
                continue
            for gas in commodity.t_per_mwh:
                memo = commodity.category is Category.BIOMASS and gas == "CO2"
                section, kind = (Section.BIOGENIC, Kind.MEMO) if memo else (Section.FUEL, Kind.EMISSION)
                yield from self._line(section, kind, commodity, gas, supply.bought_counted, commodity.t_per_mwh, counted=not memo)

    def of_purchases(self, supplies: tuple[Supply, ...]) -> Iterator[Entry]:
        """Electricity and heat bought, and the claims on them that count."""
        for supply in supplies:
            commodity = supply.commodity
            if commodity.category not in PURCHASED:
                continue
            section, factors = PURCHASED[commodity.category], choose_factors(self.case, commodity, self.readings)
            for gas in factors if supply.bought else ():
                yield from self._line(section, Kind.EMISSION, commodity, gas, supply.bought, factors)
            for form, claimed in (("green_power", supply.green_power), ("certificate", supply.certificates)):
                if claimed and claim_counts(form, self.readings):
                    for gas in factors:
                        yield from self._line(section, Kind.CLAIM, commodity, gas, -claimed, factors, form=form)

    def of_exports(self, supplies: tuple[Supply, ...]) -> Iterator[Entry]:
        """Electricity and heat sold: deducted, or a memo line, as the reading ``exported_power`` says."""
        deducted = self.readings.exported_power == "deducted"
        for supply in supplies:
            commodity = supply.commodity
            if commodity.category not in PURCHASED or not supply.sold:
                continue
            factors = choose_factors(self.case, commodity, self.readings)
            for gas in factors:
                yield from self._line(Section.EXPORTED, Kind.EXPORT, commodity, gas, -supply.sold, factors, counted=deducted)

    def _line(
        self,
        section: Section,
        kind: Kind,
        commodity: CommodityData,
        gas: str,
        mwh: float,
        t_per_mwh: Mapping[str, ByYear],
        *,
        form: str = "",
        counted: bool = True,
    ) -> Iterator[Entry]:
        """One gas of one amount of a commodity; a gas other than CO2 without a factor gives no line."""
        factor = t_per_mwh[gas][self.year]
        if factor == 0 and gas != "CO2":
            return
        per_unit, tonnes = commodity.mwh_per_unit, mwh * factor
        source, status = self.provenance.of_gas(commodity.id, gas, field=_other_power(commodity, t_per_mwh))
        yield Entry(
            section=section,
            kind=kind,
            item=commodity.id,
            name=_name(commodity, form),
            gas=gas,
            quantity=mwh / per_unit,
            unit=commodity.unit,
            factor=factor * per_unit,
            factor_unit=f"t{gas}/{commodity.unit}",
            t=tonnes,
            tco2e=tonnes * (1.0 if section is Section.BIOGENIC else self.case.gwp[gas]),
            counted=counted,
            source=source,
            status=status,
        )


def _name(commodity: CommodityData, form: str) -> Text:
    if not form:
        return commodity.name
    claim = CLAIMS[form]
    return Text(zh=f"{commodity.name.zh}：{claim.zh}", en=f"{commodity.name.en}: {claim.en}")


def _other_power(commodity: CommodityData, t_per_mwh: Mapping[str, ByYear]) -> str:
    """Field of a factor beside the average; empty for the average itself."""
    if t_per_mwh is commodity.residual_t_per_mwh:
        return RESIDUAL
    return FOSSIL if t_per_mwh is commodity.fossil_t_per_mwh else ""
