"""The site as a PyPSA network. The demand charge is an own constraint: PyPSA knows no billed maximum."""

from __future__ import annotations

import logging
import warnings
from typing import Any

import numpy as np

from benchmarks.site import (
    BOILER_EFFICIENCY,
    BOILER_MW,
    CAPEX,
    COP,
    DEMAND_PRICE,
    EFFICIENCY,
    ENERGY_PRICE,
    GAS_PRICE,
    HOURS,
    PV_LIMIT_KW,
    STANDING_LOSS,
    Site,
    yearly_payment,
)

MOST_MW = 1_000.0
"""Size of what is not limited."""


def load() -> None:
    """Load what is loaded once, which takes seconds, and keep it quiet."""
    import pypsa  # noqa: F401

    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)


def build(site: Site) -> Any:
    """HiGHS with the network's program; flows in MW, cost in CNY a year."""
    import pypsa

    network = pypsa.Network()
    network.set_snapshots(range(site.slices))
    network.snapshot_weightings["objective"] = network.snapshot_weightings["generators"] = site.times
    network.snapshot_weightings["stores"] = 1.0
    payment = {m: 1000.0 * capex * yearly_payment() for m, capex in CAPEX.items()}
    network.add("Bus", ["power", "heat", "gas"])
    network.add("Load", ["power load", "heat load"], bus=["power", "heat"])
    network.loads_t.p_set = network.loads_t.p_set.assign(**{"power load": site.power_mw, "heat load": site.heat_mw})
    network.add("Generator", "grid", bus="power", p_nom=MOST_MW, marginal_cost=ENERGY_PRICE * site.price)
    network.add("Generator", "gas", bus="gas", p_nom=MOST_MW, marginal_cost=GAS_PRICE)
    network.add(
        "Generator", "pv", bus="power", p_nom_extendable=True, p_nom_max=PV_LIMIT_KW / 1000.0, capital_cost=payment["pv"], p_max_pu=site.sun
    )
    network.add("Link", "boiler", bus0="gas", bus1="heat", efficiency=BOILER_EFFICIENCY, p_nom=BOILER_MW / BOILER_EFFICIENCY)
    network.add(
        "Link", "heat_pump", bus0="power", bus1="heat", efficiency=COP, p_nom_extendable=True, capital_cost=payment["heat_pump"] * COP
    )
    for store, bus in (("battery", "power"), ("heat_store", "heat")):
        network.add(
            "StorageUnit", store, bus=bus, p_nom_extendable=True, capital_cost=payment[store], max_hours=HOURS[store],
            efficiency_store=EFFICIENCY[store], efficiency_dispatch=EFFICIENCY[store], standing_loss=STANDING_LOSS[store],
            cyclic_state_of_charge=True,
        )  # fmt: skip
    model = network.optimize.create_model()
    _bill_maxima(model, site)
    return model.to_highspy()


def _bill_maxima(model: Any, site: Site) -> None:
    """Each month's largest purchase, at its price."""
    import pandas as pd
    import xarray as xr

    months = pd.Index(np.unique(site.month), name="month")
    peak = model.add_variables(lower=0.0, coords=[months], name="peak")
    bought = model["Generator-p"].sel(name="grid")
    month = xr.DataArray(site.month, coords={"snapshot": range(site.slices)}, dims="snapshot")
    model.add_constraints(bought - peak.sel(month=month) <= 0, name="billed maximum")
    model.objective = model.objective + (DEMAND_PRICE * peak).sum()


def solve(highs: Any) -> float:
    """Yearly cost of the optimum. [CNY]"""
    highs.setOptionValue("output_flag", False)
    highs.run()
    return float(highs.getInfo().objective_function_value)
