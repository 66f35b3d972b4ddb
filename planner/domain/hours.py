"""What the slices of a plan's years show of energy that is made, stored or billed by its maximum (逐时结果)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HoursYear:
    """One commodity in one planning year, recomputed from a plan's flows. [MWh, MW]"""

    commodity: str
    year: int
    available_mwh: float
    """Most that the generation online could make (可发电量)."""
    curtailed_mwh: float
    """Available and not generated (弃电量)."""
    used_mwh: float
    """Generated and used on site, losses of stores included (自用电量)."""
    sold_mwh: float
    """Sold (上网电量)."""
    charged_mwh: float
    """Taken in by stores, from whatever source (充电量)."""
    cycles: float | None
    """Taken out of stores over their energy online: full cycles a year (等效循环次数). None without stores."""
    bought_mw: float
    """Largest mean power of any slice that is bought (最大购入功率)."""
    billed_mw: float | None
    """Largest billed maximum of any month (最大计费需量). None where none is billed."""
