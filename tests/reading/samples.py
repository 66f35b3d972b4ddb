"""A small valid scenario as text, and ways to break it."""

from __future__ import annotations

from pathlib import Path

from planner.errors import InputRefused, Problem
from planner.reading import read_scenario

GOOD = """\
schema: planner/1
name: 示例
factory:
  name: {zh: 甲厂, en: Plant A}
  industry: discrete
  founded_year: 2005
  place: 天津
index:
  id: binhai-2022
  settings: {share_basis: total, cap: 0.5, strict: true}
horizon:
  base_year: 2025
  first_year: 2026
  last_year: 2030
finance:
  discount_rate: 0.08
  discount_rate_basis: real
  price_year: 2025
  payment_timing: mid_year
targets:
  tiers: {low: 2026}
  lower_tiers: on_the_way
  hold: kept
gwp_edition: ar5
commodities:
  electricity:
    name: 电
    category: electricity
    unit: MWh
    emissions:
      co2_t_per_unit: {by_year: {2025: 0.6, 2026: 0.5}, source: 假设}
    buy:
      price_cny_per_unit: 650
      limit_per_year: {csv: limits.csv, column: limit}
end_uses:
  lighting:
    name: 照明
    carrier: electricity
    demand_per_year: 1e3
measures:
  led:
    kind: saving
    name: LED
    capex_cny_per_size: 800
    fixed_om_share_of_capex: 0
    lifetime_years: 10
    saves: {lighting: 0.3}
    limit_size_per_year: {2026: 100, 2027: 200}
  pv_roof:
    kind: generation
    name: 屋顶光伏
    size_unit: kW
    commodity: electricity
    technology: pv
    capex_cny_per_size: {start: 3200, start_year: 2026, growth_per_year: -0.02}
    limit_size: 2500
    requires:
      - {measure: led, size_per_size: 2}
intensity:
  per: output_value
  unit: 10^4 CNY
  history: {2025: 5000}
  planned: 5200
  advanced_energy_kgce_per_unit: {status: no_standard}
  advanced_carbon_kg_per_unit: {status: unknown}
history:
  2025:
    bought: {electricity: 1000}
evidence:
  - item: green_factory_title
    issuer: 工信局
    valid_from: 2024-05-01
    valid_to: "2027-04-30"
"""


def write(folder: Path, text: str | bytes, name: str = "scenario.yaml") -> Path:
    """The text as a file in ``folder``."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def changed(old: str, new: str) -> str:
    """The good text with one passage replaced; the passage must be there once."""
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new)


def refused(path: Path, *overrides: str, variants: tuple[Path, ...] = (), root: Path | None = None) -> tuple[Problem, ...]:
    """The problems with which a file is refused."""
    try:
        read_scenario(path, overrides, variants, root)
    except InputRefused as refusal:
        for problem in refusal.problems:
            assert problem.zh and problem.en and problem.path, problem
        return refusal.problems
    raise AssertionError("the scenario was accepted")
