"""Makes the PV years of the library anew (extra ``solar``): ``python -m planner.reading.profiles.shipped_pv planner/data/pv_years``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from planner.reading import library
from planner.reading.library_rows import PvYear
from planner.reading.profiles.calendar import months_of
from planner.reading.profiles.clearness import cloud_over
from planner.reading.profiles.sunlight import Site, clear_sky_output

DIGITS = 5


def make_shipped_year(row: PvYear) -> Sequence[float]:
    """The year as its row describes it. [kW/kW]"""
    site = Site(row.latitude, row.longitude, row.tilt_deg, row.azimuth_deg)
    clear = clear_sky_output(site, row.calendar_year, timedelta(hours=row.utc_offset_h))
    output = cloud_over(clear, months_of(row.calendar_year), row.full_load_hours_h_per_yr, row.seed)
    return tuple(round(float(value), DIGITS) for value in output)


def write_shipped_years(folder: Path) -> None:
    """One file for every row of ``pv_years.csv``."""
    for row in library.pv_years().values():
        lines = [library.PV_YEAR_HEADING, *(f"{value:g}" for value in make_shipped_year(row))]
        (folder / f"{row.id}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_shipped_years(Path(sys.argv[1]))
