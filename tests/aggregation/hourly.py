"""Small factories hour by hour, with every field that has one value per slice."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from planner.domain.case import Case, FlexibleData
from planner.domain.profiles import TypicalDays
from tests.builders import conversion, converter, demand, electricity, equipment, generation, investment, natural_gas, storage, tiny_case
from tests.hours import DAYS, hour_slices

Values = npt.NDArray[np.float64]


def shares(values: Values) -> tuple[float, ...]:
    """Values as parts of their sum."""
    return tuple((values / values.sum()).tolist())


def hourly_case(
    load: Values,
    sun: Values,
    price: Values,
    *,
    availability: Values | None = None,
    cop: Values | None = None,
    days: int = DAYS,
    count: int = 12,
) -> Case:
    """Power by ``load``, half of it flexible in windows of 12 h, PV by ``sun``, a price by ``price``, a battery and a heat pump."""
    slices = hour_slices(days)
    hours = len(slices)
    flat = np.ones(hours)
    runs = tuple((flat if availability is None else availability).tolist())
    draws = {"electricity": tuple((flat if cop is None else cop).tolist())}
    pump = converter(
        {"electricity": 0.4}, {"steam": 1.0}, availability=runs, input_shape=draws, minimum_load_share=0.1, ramp_share_per_hour=0.5
    )
    windows = tuple(hour // 12 for hour in range(hours))
    case = tiny_case(
        slices=slices,
        measures=[
            generation("pv", yields=tuple((1200.0 / 1000.0 * np.array(shares(sun))).tolist()), built=investment(limit_size=500.0)),
            conversion("pump", pump),
            storage("battery"),
        ],
        commodities={
            "electricity": electricity(
                slices=hours, price_multiplier=tuple(price.tolist()), demand_charge_cny_per_mw_month={2025: 30_000.0, 2026: 30_000.0}
            ),
            "gas": natural_gas(slices=hours),
            "steam": replace(natural_gas(slices=hours), id="steam", can_buy=False),
        },
        demands={
            "power": replace(demand("power", "electricity", 1000.0, shares(load)), flexible=FlexibleData(0.5, windows)),
            "steam": demand("steam", annual=450.0, shape=shares(flat)),
        },
        equipment={"boiler": equipment("boiler", converter({"gas": 1 / 0.9}, {"steam": 1.0}, slices=hours))},
    )
    return replace(case, resolution="hourly", typical_days=TypicalDays(days=count))


def flat_case(days: int) -> Case:
    """Nothing varies: no charge on the peak, no moving, no ramps."""
    ones = np.ones(24 * days)
    case = hourly_case(ones, ones, ones, days=days)
    power = replace(case.demands["power"], flexible=None)
    free = replace(case.commodities["electricity"], demand_charge_cny_per_mw_month=None)
    return replace(case, demands={**case.demands, "power": power}, commodities={**case.commodities, "electricity": free})


@st.composite
def hourly_cases(draw: st.DrawFn) -> Case:
    """Random profiles over 6 to 20 days: sun may be dark for days, prices follow a calendar of up to five kinds of days."""
    days, seed = draw(st.integers(6, 20)), draw(st.integers(0, 2**32 - 1))
    kinds, count = draw(st.integers(1, 5)), draw(st.integers(1, 8))
    dice = np.random.default_rng(seed)
    hours = 24 * days
    load = dice.uniform(0.2, 1.0, hours) * np.repeat(dice.choice([0.3, 1.0], days), 24)
    sun = dice.uniform(0.0, 1.0, hours) * np.repeat(dice.choice([0.0, 0.4, 1.0], days), 24)
    sun[0] += 0.01  # a year without any sun has no shape
    price = dice.uniform(0.3, 1.8, (kinds, 24))[np.sort(dice.integers(0, kinds, days))].reshape(-1)
    availability = np.clip(dice.uniform(0.5, 1.2, hours), 0.0, 1.0)
    return hourly_case(load, sun, price, availability=availability, cop=dice.uniform(0.8, 1.3, hours), days=days, count=count)
