"""Every conversion factor that planner uses, once, with its source."""

from __future__ import annotations

GJ_PER_MWH = 3.6
"""Definition: 1 MWh = 3.6 GJ."""
GJ_PER_TCE = 29.3076
"""1 tce = 7000 kcal/kg x 4.1868 kJ/kcal x 1000 kg (GB/T 2589-2020, as transcribed in planner/data/energy_carriers.csv)."""
KGCE_PER_TCE = 1000.0
KG_PER_T = 1000.0
KW_PER_MW = 1000.0
KVA_PER_MVA = 1000.0
CNY_PER_WAN = 10_000.0
"""万元."""

MWH_PER_UNIT: dict[str, float] = {
    "MWh": 1.0,
    "kWh": 0.001,
    "10^4 kWh": 10.0,
    "GWh": 1000.0,
    "GJ": 1 / GJ_PER_MWH,
    "TJ": 1000 / GJ_PER_MWH,
    "tce": GJ_PER_TCE / GJ_PER_MWH,
}
"""Units that are energy by themselves. Every other unit needs a heating value."""
