"""Tests on one figure of one year: at least, at most, the advanced value, a complete plan (数值判定)."""

from __future__ import annotations

from dataclasses import replace

from planner.domain.base import Text
from planner.domain.case import AdvancedValueData
from planner.domain.tiers import Status
from planner.evaluation.docket import Docket
from planner.evaluation.findings import Finding
from planner.evaluation.tolerance import find_scale, reaches, stays_within
from planner.index.numbers import display_bound, display_gap, display_number
from planner.index.rules import Advanced, AtLeast, AtMost, PlanComplete


def judge_bound(docket: Docket, rule: AtLeast | AtMost) -> Finding:
    """The figure against a threshold."""
    value = docket.figure(rule.metric)
    if value is None:
        return judge_missing(docket, rule.metric, rule.kind)
    return compare(docket, rule.metric, value, rule.threshold(docket.readings), at_least=isinstance(rule, AtLeast), rule=rule.kind)


def judge_advanced(docket: Docket, rule: Advanced) -> Finding:
    """The figure against the advanced value (先进值) that the scenario states."""
    intensity = docket.case.intensity
    stated = intensity.advanced_energy_kgce if rule.metric == "energy_per_unit_kgce" else intensity.advanced_carbon_kg
    if stated.status == "no_standard":
        return _judge_without_standard(docket, rule, stated)
    name = docket.title(rule.metric)
    if stated.value is None:
        zh = f"还不知道“{name.zh}”的先进值：请查相关标准，填写数值及出处，或声明没有标准。"
        en = f"The advanced value of {name.en} is not known: look it up and give it with its source, or state that no standard exists."
        return Finding(Status.NOT_ASSESSED, (Text(zh=zh, en=en),), rule.kind)
    value = docket.figure(rule.metric)
    if value is None:
        return judge_missing(docket, rule.metric, rule.kind)
    found = compare(docket, rule.metric, value, stated.value, at_least=False, rule=rule.kind)
    reasons = tuple(_name_advanced(reason, stated.source) for reason in found.reasons)
    return replace(found, reasons=reasons)


def judge_completeness(docket: Docket, rule: PlanComplete) -> Finding:
    """Every planning year up to the year judged has a number for every metric."""
    if docket.plan is None or docket.ledger is None:
        reason = Text(zh="没有路径方案，无法判定各年度目标。", en="There is no plan, so its yearly targets can't be assessed.")
        return Finding(Status.NOT_ASSESSED, (reason,), rule.kind)
    years = [year for year in docket.case.years if year <= docket.year]
    if not years:
        zh, en = f"方案没有到 {docket.year} 年为止的规划年。", f"The plan has no planning year up to {docket.year}."
        return Finding(Status.NOT_ASSESSED, (Text(zh=zh, en=en),), rule.kind)
    gaps = [(metric, year) for metric in rule.metrics for year in years if docket.figure(metric, year) is None]
    listed = ", ".join(map(str, years))
    if not gaps:
        zh = f"方案对规划年 {listed} 的 {len(rule.metrics)} 项指标都有数值。"
        en = f"The plan has a number for {len(rule.metrics)} indicators in each planning year: {listed}."
        return Finding(Status.MET, (Text(zh=zh, en=en),), rule.kind)
    zh = "方案缺少数值：" + "；".join(f"{year} 年“{docket.title(metric).zh}”" for metric, year in gaps) + "。"
    en = "The plan lacks numbers: " + "; ".join(f"{docket.title(metric).en} in {year}" for metric, year in gaps) + "."
    return Finding(Status.NOT_MET, (Text(zh=zh, en=en),), rule.kind)


def _name_advanced(reason: Text, source: str) -> Text:
    """A comparison that says where its threshold comes from."""
    zh = reason.zh.replace("要求不高于", "要求不高于先进值", 1)
    en = reason.en.replace("; at most", "; at most the advanced value", 1)
    return Text(zh=f"{zh}依据：{source}。", en=f"{en} Source: {source}.") if source else Text(zh=zh, en=en)


def _judge_without_standard(docket: Docket, rule: Advanced, stated: AdvancedValueData) -> Finding:
    name, waived = docket.title(rule.metric), docket.readings.no_advanced_value == "not_required"
    source_zh, source_en = (f"（{stated.source}）", f" ({stated.source})") if stated.source else ("", "")
    outcome_zh, outcome_en = ("本项不适用", "the test does not apply") if waived else ("本项不通过", "the test is not passed")
    zh = f"已声明没有标准规定“{name.zh}”的先进值{source_zh}；按读法 no_advanced_value，{outcome_zh}。"
    en = f"No standard sets an advanced value of {name.en}, as stated{source_en}; by the reading no_advanced_value {outcome_en}."
    return Finding(Status.NOT_REQUIRED if waived else Status.NOT_MET, (Text(zh=zh, en=en),), rule.kind)


def compare(docket: Docket, metric: str, value: float, threshold: float, *, at_least: bool, rule: str) -> Finding:
    """The comparison itself, on unrounded figures within the one tolerance."""
    scale = find_scale(metric, threshold, docket.size_t())
    met = reaches(value, threshold, scale) if at_least else stays_within(value, threshold, scale)
    margin, unit = (value - threshold if at_least else threshold - value), docket.unit(metric)
    reason = write_comparison(docket.title(metric), docket.year, value, threshold, unit, at_least=at_least, met=met)
    return Finding(Status.MET if met else Status.NOT_MET, (reason,), rule, value, threshold, unit, margin, scale)


def write_comparison(name: Text, year: int, value: float, threshold: float, unit: str, *, at_least: bool, met: bool) -> Text:
    """A figure beside its threshold, and what is lacking."""
    shown, bound = display_bound(value, threshold, unit, at_least=at_least, met=met)
    zh = f"{year} 年{name.zh}为 {shown}，要求{'不低于' if at_least else '不高于'} {bound}"
    en = f"{begin(name.en)} in {year}: {shown}; at {'least' if at_least else 'most'} {bound} is asked for"
    if not met:
        gap = display_gap(value - threshold, unit)
        zh += f"，还需{'提高' if at_least else '降低'} {gap.replace('pp', '个百分点')}"
        en += f", so it has to {'rise' if at_least else 'fall'} by {gap.replace('pp', 'percentage points')}"
    return Text(zh=f"{zh}。", en=f"{en}.")


def judge_missing(docket: Docket, metric: str, rule: str) -> Finding:
    """A figure that isn't there."""
    name, year = docket.title(metric), docket.year
    if metric == "solid_waste_utilisation" and _produces_no_waste(docket):
        zh, en = f"{year} 年没有产生或利用一般工业固废。", f"No general industrial solid waste was generated or utilised in {year}."
        return Finding(Status.NOT_REQUIRED, (Text(zh=zh, en=en),), rule)
    why_zh, why_en = "", ""
    if metric.startswith("effect_") and docket.plan is None:
        why_zh, why_en = "：没有路径方案，措施的降碳量无从评估", ": without a plan the abatement of measures can't be assessed"
    elif metric == "solid_waste_utilisation":
        why_zh, why_en = f"：请在 solid_waste.{year} 填写产生量与利用量", f": give the tonnages under solid_waste.{year}"
    zh, en = f"{year} 年没有“{name.zh}”的数值{why_zh}。", f"There is no figure for {name.en} in {year}{why_en}."
    return Finding(Status.NOT_ASSESSED, (Text(zh=zh, en=en),), rule)


def _produces_no_waste(docket: Docket) -> bool:
    waste = docket.case.solid_waste.get(docket.year)
    return waste is not None and waste.generated_t == waste.utilised_t == waste.earlier_stock_utilised_t == 0.0


def begin(words: str) -> str:
    """The words as the beginning of a sentence."""
    return words[:1].upper() + words[1:]


def describe_series(docket: Docket, metric: str, years: tuple[int, ...]) -> str:
    """Figures of several years in a row: ``2024: 12.5; 2025: 12.1 kgce/t``."""
    figures = ((year, docket.figure(metric, year)) for year in years)
    listed = "; ".join(f"{year}: {display_number(value, digits=8)}" for year, value in figures if value is not None)
    return f"{listed} {docket.unit(metric)}"
