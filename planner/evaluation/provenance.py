"""Where the factors of a case come from, looked up by their place in the scenario (数据出处)."""

from __future__ import annotations

from planner.domain.case import Case

GAS_FIELDS = {"CO2": "co2_t_per_unit", "CH4": "ch4_kg_per_unit", "N2O": "n2o_kg_per_unit"}
"""Gas to the field under ``emissions`` where a scenario types its factor; the library's are recorded under the gas itself."""
RESIDUAL = "residual_co2_t_per_unit"
FOSSIL = "fossil_co2_t_per_unit"


class Provenance:
    """Source and status by field."""

    def __init__(self, case: Case) -> None:
        self._figures = {figure.field: (figure.source, figure.status) for figure in case.figures}

    def find(self, *fields: str) -> tuple[str, str]:
        """Source and status of the first field that is recorded; empty where none is."""
        return next((self._figures[field] for field in fields if field in self._figures), ("", ""))

    def of_gas(self, commodity: str, gas: str, *, field: str = "") -> tuple[str, str]:
        """Of an emission factor of a commodity; ``field`` names a factor beside the average."""
        place = f"commodities.{commodity}.emissions"
        first = (f"{place}.{field}",) if field and gas == "CO2" else ()
        return self.find(*first, f"{place}.{gas}", f"{place}.{GAS_FIELDS.get(gas, gas)}")

    def of_source(self, source: str, gas: str) -> tuple[str, str]:
        """Of a process source's factor."""
        return self.find(f"process_sources.{source}.t_per_activity.{gas}")

    def of_converter(self, converter: str, gas: str) -> tuple[str, str]:
        """Of a converter's direct emissions, existing or new."""
        end = f"{converter}.direct_t_per_activity.{gas}"
        return self.find(f"converters.{end}", f"measures.{end}")
