"""Units as written in files, and the conversions between them that are sure."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from planner.units import KG_PER_T, KW_PER_MW, MWH_PER_UNIT

M3_PER_WAN_M3 = 10_000.0


@dataclass(frozen=True, slots=True)
class Measure:
    """What a unit measures, and how much of it."""

    dimension: str
    amount: float


def _table() -> dict[str, Measure]:
    table = {unit: Measure("energy [MWh]", mwh) for unit, mwh in MWH_PER_UNIT.items()}
    table |= {unit: Measure("mass [t]", tonnes) for unit, tonnes in {"t": 1.0, "kg": 1 / KG_PER_T, "10^4 t": 10_000.0}.items()}
    for gas_unit in ("m3", "Nm3"):
        table[gas_unit] = Measure("gas volume [m3]", 1.0)
        table[f"10^3 {gas_unit}"] = Measure("gas volume [m3]", 1000.0)
        table[f"10^4 {gas_unit}"] = Measure("gas volume [m3]", M3_PER_WAN_M3)
    table |= {unit: Measure("CO2 [t]", 1.0) for unit in ("tCO2", "tCO2e", "t CO2", "t CO2/yr")}
    table |= {"kW-month": Measure("demand [MW month]", 1 / KW_PER_MW), "MW-month": Measure("demand [MW month]", 1.0)}
    table["GEC"] = Measure("energy [MWh]", 1.0)
    return table


MEASURES = _table()
"""Unit to what it measures. A cubic metre of gas is taken as metered, whatever its reference temperature; one green
certificate (GEC) is 1 MWh. Litres are missing on purpose: a density would have to be invented."""


_WORDS = {
    "千瓦时": "kWh",
    "度": "kWh",
    "兆瓦时": "MWh",
    "吉瓦时": "GWh",
    "吉焦": "GJ",
    "太焦": "TJ",
    "吨标准煤": "tce",
    "吨标煤": "tce",
    "吨": "t",
    "千克": "kg",
    "公斤": "kg",
    "立方米": "m3",
    "标准立方米": "Nm3",
    "标立方米": "Nm3",
}
"""Chinese names of units that mean one thing only. A cubic foot, a barrel or a 方 is not among them."""
_MULTIPLES = {"万": "10^4 ", "10^4": "10^4 ", "10⁴": "10^4 ", "千": "10^3 ", "10^3": "10^3 ", "10³": "10^3 "}
_FOLDED = {unit.replace(" ", "").casefold(): unit for unit in MEASURES}


def plain_unit(unit: str) -> str:
    """The unit as the tables here write it, where that is certain: ``万千瓦时`` and ``10^4kWh`` are ``10^4 kWh``; else as it came."""
    if unit in MEASURES:
        return unit
    word = "".join(unit.split())
    word = _WORDS.get(word, word)
    multiple = next((sign for sign in _MULTIPLES if word.startswith(sign)), "")
    rest = unicodedata.normalize("NFKC", word.removeprefix(multiple)).replace("^3", "3")
    written = _MULTIPLES.get(multiple, "") + _WORDS.get(rest, rest)
    return _FOLDED.get(written.replace(" ", "").casefold(), unit)


def ratio(unit: str, other: str) -> float | None:
    """How many ``other`` one ``unit`` is, None when that is not sure."""
    if unit == other:
        return 1.0
    first, second = MEASURES.get(unit), MEASURES.get(other)
    if first is None or second is None or first.dimension != second.dimension:
        return None
    return first.amount / second.amount


def convert_price(price: float, unit: str, other: str) -> float | None:
    """``price`` in ``unit`` (CNY/kWh) written in ``other`` (CNY/MWh), None when the conversion is not sure."""
    money, _, per = unit.partition("/")
    other_money, _, other_per = other.partition("/")
    if money != other_money:
        return None
    factor = ratio(other_per, per)
    return None if factor is None else price * factor
