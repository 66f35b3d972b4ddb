"""Draw the pictures of docs/hours.md from hours.json, in both languages: ``python docs/pictures/draw.py``.

Needs docs/requirements.txt and a CJK font. Text stays text, on a light ground of its own, so the pictures read on light and dark pages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt

HERE = Path(__file__).parent
LANGUAGES = ("en", "zh")
STACK = "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei','Helvetica Neue',Arial,sans-serif"
BLUE, ORANGE, GREEN, GREY, RED, SAND = "#2f6f9f", "#d9822b", "#4f8a4c", "#8a8f98", "#b5443c", "#e8c468"
COLOURS = {"annual": GREY, "typical": BLUE, "hourly": ORANGE}

WORDS: Mapping[str, tuple[str, str]] = {
    "annual": ("annual", "全年一段"),
    "typical": ("typical days", "典型日"),
    "hourly": ("all hours", "全年逐时"),
    "cost": ("discounted cost [million CNY]", "贴现总成本 [百万元]"),
    "battery": ("battery [kW]", "电池储能 [kW]"),
    "heat_pump_water": ("heat pump for hot water [kW]", "热水热泵 [kW]"),
    "biomass_boiler": ("biomass boiler [kW]", "生物质锅炉 [kW]"),
    "self_use": ("PV used on site [%]", "光伏自用率 [%]"),
    "demand": ("demand charge [10,000 CNY a year]", "需量电费 [万元/年]"),
    "load_curve": ("electric load [MW]", "用电负荷 [MW]"),
    "sun_curve": ("rooftop PV [kW per kW]", "屋顶光伏出力 [kW/kW]"),
    "hours_axis": ("hours of the year, largest first", "全年小时数（从大到小）"),
    "times": ("{date}, {times:.0f} days a year", "{date}，代表 {times:.0f} 天"),
    "power": ("MW", "MW"),
    "price": ("price [CNY/kWh]", "电价 [元/kWh]"),
    "hour": ("hour of the day", "时刻 [h]"),
    "bought": ("bought", "外购电"),
    "sun": ("PV", "光伏"),
    "discharge": ("battery, discharging", "电池放电"),
    "charge": ("battery, charging", "电池充电"),
    "sold": ("sold", "上网"),
    "used": ("used on site", "厂内用电"),
    "days_axis": ("typical days a year, extreme days left out", "每年典型日数（不含极端日）"),
    "error_use": ("PV used on site: off by [percentage points]", "光伏自用率偏差 [百分点]"),
    "error_billed": ("mean of monthly peaks: off by [%]", "月最大负荷均值偏差 [%]"),
    "error_curve": ("PV duration curve: off by, RMS [%]", "光伏持续曲线偏差，均方根 [%]"),
    "error_cost": ("discounted cost [million CNY]", "贴现总成本 [百万元]"),
}  # fmt: skip

Say = Callable[[str], str]


def resolutions(given: Mapping[str, Any], say: Say) -> plt.Figure:
    """Cost and sizes at the resolutions, side by side."""
    found = given["resolutions"]
    panels = (
        ("cost", lambda one: one["cost_cny"] / 1e6, "{:.2f}"),
        ("battery", lambda one: one["sizes"].get("battery", 0.0), "{:,.0f}"),
        ("self_use", lambda one: 100 * one["self_use"], "{:.1f}"),
        ("demand", lambda one: one["demand_charge_cny"] / 1e4, "{:.0f}"),
        ("heat_pump_water", lambda one: one["sizes"].get("heat_pump_water", 0.0), "{:,.0f}"),
        ("biomass_boiler", lambda one: one["sizes"].get("biomass_boiler", 0.0), "{:,.0f}"),
    )
    figure, axes = plt.subplots(2, 3, figsize=(9.6, 4.9), layout="constrained")
    for axis, (name, of, form) in zip(axes.flat, panels, strict=True):
        values = [of(one) for one in found.values()]
        bars = axis.bar([say(key) for key in found], values, color=[COLOURS[key] for key in found], width=0.6)
        axis.bar_label(bars, [form.format(value) for value in values], padding=2)
        axis.set_title(say(name))
        axis.set_ylim(0, max(values) * 1.18)
        axis.set_yticks([])
        axis.spines["left"].set_visible(False)
    return figure


def curves(given: Mapping[str, Any], say: Say) -> plt.Figure:
    """Duration curves of load and sun: all hours against typical days."""
    figure, axes = plt.subplots(1, 2, figsize=(9.6, 3.6), layout="constrained")
    for axis, name in zip(axes, ("load", "sun"), strict=True):
        full, typical = given["curves"][name]["full"], given["curves"][name]["typical"]
        hours = [8760 * at / (len(full) - 1) for at in range(len(full))]
        axis.plot(hours, full, color=ORANGE, linewidth=2, label=say("hourly"))
        axis.plot(hours, typical, color=BLUE, linewidth=1.6, label=say("typical"))
        axis.set_title(say(f"{name}_curve"))
        axis.set_xlabel(say("hours_axis"))
        axis.set_xlim(0, 8760)
        axis.set_ylim(0, None)
        axis.set_xticks([0, 2190, 4380, 6570, 8760])
        axis.legend(frameon=False)
    return figure


def dispatch(given: Mapping[str, Any], say: Say) -> plt.Figure:
    """What feeds the plant on three typical days, where it goes, and what power costs."""
    days = given["dispatch"]
    figure, axes = plt.subplots(2, len(days), figsize=(9.6, 5.6), height_ratios=(3, 1), sharex=True, sharey="row", layout="constrained")
    hours = range(25)
    for column, day in enumerate(days):
        upper, lower = axes[0, column], axes[1, column]

        def steps(name: str, day: Mapping[str, Any] = day) -> list[float]:
            return [*day[name], day[name][-1]]

        bottom = [0.0] * 25
        for name, colour in (("bought", GREY), ("sun", SAND), ("discharge", GREEN)):
            top = [low + value for low, value in zip(bottom, steps(name), strict=True)]
            upper.fill_between(hours, bottom, top, step="post", color=colour, linewidth=0, label=say(name))
            bottom = top
        below = [0.0] * 25
        for name, colour in (("charge", BLUE), ("sold", RED)):
            top = [low - value for low, value in zip(below, steps(name), strict=True)]
            upper.fill_between(hours, below, top, step="post", color=colour, linewidth=0, label=say(name))
            below = top
        used = [high + low for high, low in zip(bottom, below, strict=True)]
        upper.step(hours, used, where="post", color="#1f2328", linewidth=1.4, label=say("used"))
        upper.axhline(0, color="#1f2328", linewidth=0.6)
        upper.set_title(say("times").format(date=day["date"], times=day["times"]))
        lower.step(hours, [value / 1000 for value in steps("price")], where="post", color=RED, linewidth=1.4)
        lower.set_ylim(0, None)
        lower.set_xlim(0, 24)
        lower.set_xticks([0, 6, 12, 18, 24])
        lower.set_xlabel(say("hour"))
    axes[0, 0].set_ylabel(say("power"))
    axes[1, 0].set_ylabel(say("price"))
    handles, labels = axes[0, 0].get_legend_handles_labels()
    if not any(any(day["sold"]) for day in days):
        handles, labels = zip(
            *((handle, label) for handle, label in zip(handles, labels, strict=True) if label != say("sold")), strict=True
        )
    figure.legend(handles, labels, loc="outside lower center", ncols=6, frameon=False)
    return figure


def days(given: Mapping[str, Any], say: Say) -> plt.Figure:
    """What more typical days bring."""
    found = given["days"]
    counts = [int(count) for count in found]
    panels = (
        ("error_use", lambda one: 100 * one["accuracy"]["self_use"]),
        ("error_billed", lambda one: 100 * one["accuracy"]["billed"]),
        ("error_curve", lambda one: 100 * one["accuracy"]["pv_curve"]),
        ("error_cost", lambda one: one["cost_cny"] / 1e6),
    )
    figure, axes = plt.subplots(2, 2, figsize=(9.6, 5.2), layout="constrained")
    for axis, (name, of) in zip(axes.flat, panels, strict=True):
        axis.plot(counts, [of(one) for one in found.values()], color=BLUE, marker="o", markersize=4, label=say("typical"))
        axis.set_title(say(name))
        axis.set_xticks(counts)
        if name != "error_cost":
            axis.axhline(0, color=ORANGE, linewidth=1.2)
            continue
        for key in ("annual", "hourly"):
            if key in given["resolutions"]:
                axis.axhline(given["resolutions"][key]["cost_cny"] / 1e6, color=COLOURS[key], linewidth=1.4, label=say(key))
        axis.legend(frameon=False)
    for axis in axes[1]:
        axis.set_xlabel(say("days_axis"))
    return figure


PICTURES: Mapping[str, Callable[[Mapping[str, Any], Say], plt.Figure]] = {
    "resolutions": resolutions, "curves": curves, "dispatch": dispatch, "days": days,
}  # fmt: skip


def draw(name: str, language: str) -> None:
    """One picture in one language."""
    given = json.loads((HERE / "hours.json").read_text(encoding="utf-8"))
    figure = PICTURES[name](given, lambda word: WORDS[word][LANGUAGES.index(language)])
    path = HERE / f"hours-{name}.{language}.svg"
    figure.savefig(path, metadata={"Date": None, "Creator": None})
    plt.close(figure)
    text = re.sub(r"'Noto Sans CJK JP', 'DejaVu Sans'", STACK, path.read_text(encoding="utf-8"))
    path.write_text("\n".join(line.rstrip() for line in text.splitlines()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    matplotlib.rcParams |= {
        "font.family": ["Noto Sans CJK JP", "DejaVu Sans"], "font.size": 10, "axes.titlesize": 10, "svg.fonttype": "none",
        "svg.hashsalt": "planner", "axes.spines.top": False, "axes.spines.right": False, "figure.facecolor": "#ffffff",
        "axes.edgecolor": "#57606a", "text.color": "#1f2328",
    }  # fmt: skip
    for picture in PICTURES:
        for language in LANGUAGES:
            draw(picture, language)
