"""What PV gives under a cloudless sky at a place, hour by hour, by pvlib (extra ``solar``)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta, timezone

import numpy as np

SYSTEM_LOSSES = 0.1408
"""Soiling, shading, mismatch, wiring, ageing, downtime: PVWatts 5 (Dobos 2014, NREL/TP-6A20-62641), as in pvlib's ``pvwatts_losses``."""
INVERTER_EFFICIENCY = 0.96
"""Nominal efficiency of the inverter in the same manual."""
RATED_W_PER_M2 = 1000.0
"""Irradiance at which modules are rated."""
QUARTERS = 4
"""Instants looked at in an hour, each in the middle of its quarter."""
LEAST_OUTPUT = 1e-5
"""Output below which there is none; keeps the program's numbers within six decades. [kW/kW]"""


@dataclass(frozen=True, slots=True)
class Site:
    """Where modules stand and how they are turned."""

    latitude: float
    longitude: float
    tilt_deg: float
    azimuth_deg: float


def clear_sky_output(site: Site, calendar_year: int, utc_offset: timedelta) -> np.ndarray:
    """Output of each hour under a cloudless sky, from the first hour of 1 January in local standard time. Shape (8760,). [kW/kW]

    Ineichen's clear sky with pvlib's table of Linke turbidity, isotropic diffuse light, losses in proportion, an inverter as large as the
    modules; cell temperature is left out. Raises ImportError without pvlib.
    """
    import pandas
    from pvlib.irradiance import get_total_irradiance
    from pvlib.location import Location

    quarter = pandas.Timedelta(hours=1) / QUARTERS
    zone = timezone(utc_offset)
    first, end = pandas.Timestamp(calendar_year, 1, 1, tz=zone), pandas.Timestamp(calendar_year + 1, 1, 1, tz=zone)
    instants = pandas.date_range(first + quarter / 2, end, freq=quarter)
    instants = instants[(instants.month != 2) | (instants.day != 29)]
    location = Location(site.latitude, site.longitude)
    sun = location.get_solarposition(instants)
    sky = location.get_clearsky(instants, solar_position=sun)
    on_plane = get_total_irradiance(
        site.tilt_deg, site.azimuth_deg, sun["apparent_zenith"], sun["azimuth"], sky["dni"], sky["ghi"], sky["dhi"]
    )["poa_global"].to_numpy()
    hourly = on_plane.reshape(-1, QUARTERS).mean(axis=1) / RATED_W_PER_M2 * (1 - SYSTEM_LOSSES) * INVERTER_EFFICIENCY
    return np.where(hourly < LEAST_OUTPUT, 0.0, np.minimum(hourly, 1.0))
