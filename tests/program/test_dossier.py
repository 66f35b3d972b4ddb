"""The program's own look at papers and stated figures, against the judge's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.case import Case
from planner.domain.plan import Request, TierYear
from planner.domain.scenario import Evidence, SolidWasteYear
from planner.domain.tiers import Status
from planner.domain.verdict import Ledger
from planner.evaluation import build_ledger, judge_tier
from planner.evaluation.docket import Docket
from planner.evaluation.history import history_accounts
from planner.evaluation.judge import judge_rule
from planner.index.readings import Readings
from planner.index.rules import (
    AllOf,
    AnyOf,
    AtLeast,
    BySize,
    EvidenceItem,
    Index,
    Indicator,
    NotRequired,
    Papers,
    Rule,
    Stated,
    StatedFigure,
    TitleAtLeast,
)
from planner.program.coefficients import Coefficients
from planner.program.dossier import Dossier, is_data
from tests.builders import YEARS, purchase, readings, solve_plan, text, tiny_case

LEVELS = ("low", "high")
ITEMS = {"report": EvidenceItem(title=text("report")), "title": EvidenceItem(title=text("title"), levels={x: text(x) for x in LEVELS})}
FIGURES = {"reuse": StatedFigure(unit="1", title=text("reuse"), meaning=text("reuse"))}
PAPER = Papers(kind="evidence", items=("report",))
TITLE = TitleAtLeast(kind="title_at_least", item="title", levels=LEVELS, level="high")
REUSE = Stated(kind="stated", figure="reuse", at_least=0.8)
WASTE = AtLeast(kind="at_least", metric="solid_waste_utilisation", value=0.9)
SHARE = AtLeast(kind="at_least", metric="own_renewable_power_share", value=0.0)
GREEN = AtLeast(kind="at_least", metric="renewable_share", value=0.2)

days = st.sampled_from([date(2020, 1, 1), date(2025, 6, 1), date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31)])


@st.composite
def papers(draw: Any) -> Evidence:
    item = draw(st.sampled_from(["report", "title"]))
    start, end = draw(days), draw(st.none() | days)
    return Evidence(item=item, level=draw(st.sampled_from(LEVELS)) if item == "title" else None, issuer="x", valid_from=start, valid_to=end)


@st.composite
def wastes(draw: Any) -> SolidWasteYear:
    made = draw(st.sampled_from([0.0, 10.0]))
    return SolidWasteYear(generated_t=made, utilised_t=made * draw(st.sampled_from([0.89, 0.9, 1.0])))


@st.composite
def data_cases(draw: Any) -> Case:
    """The tiny case with random papers, stated figures and solid waste, and dear green power."""
    values = st.sampled_from([0.79, 0.8 - 1e-12, 0.8, 0.9])
    return replace(
        tiny_case(measures=[purchase("green", price=500.0)]),
        evidence=tuple(draw(st.lists(papers(), max_size=4))),
        stated_figures={"reuse": draw(st.dictionaries(st.sampled_from(YEARS), values))} if draw(st.booleans()) else {},
        solid_waste=draw(st.dictionaries(st.sampled_from(YEARS), wastes())),
    )


leaves = st.sampled_from([PAPER, TITLE, REUSE, WASTE, NotRequired(kind="not_required")])


def joined(parts: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
    some = st.lists(parts, min_size=1, max_size=3)
    sized = st.builds(
        lambda at, a, b: BySize(kind="by_size", metric="electricity_use_mwh", at_least=at, then=a, otherwise=b),
        st.sampled_from([500.0, 1000.0, 1000.1]), parts, parts,
    )  # fmt: skip
    every = some.map(lambda found: AllOf(kind="all_of", tests=tuple(found)))
    return every | some.map(lambda found: AnyOf(kind="any_of", tests=tuple(found))) | sized


rules = st.recursive(leaves, joined, max_leaves=6)
mixed = st.recursive(leaves | st.just(GREEN), joined, max_leaves=6)


def docket(case: Case, chosen: Readings, year: int) -> Docket:
    ledger = Ledger(history_accounts(case, chosen), {}, (), 0.0, {})
    return Docket(case, "i", chosen, ITEMS, None, _with_waste(case, chosen, ledger), "t", year, FIGURES)


def _with_waste(case: Case, chosen: Readings, ledger: Ledger) -> Ledger:
    from planner.domain.verdict import YearAccount
    from planner.evaluation.ratios import _rate_waste

    return replace(ledger, years={year: YearAccount(year, _rate_waste(case, chosen, year)) for year in case.years})


@settings(max_examples=300, deadline=None)
@given(case=data_cases(), rule=rules, year=st.sampled_from(YEARS))
def test_the_program_and_the_judge_agree_on_data(case: Case, rule: Rule, year: int) -> None:
    chosen = readings()
    dossier = Dossier(case, chosen, Coefficients(case, chosen))
    sized = dossier.sized(rule)
    assert is_data(sized)
    assert dossier.holds(sized, year) == (judge_rule(docket(case, chosen, year), rule).status is Status.MET)


def index_of(rule: Rule) -> Index:
    row = Indicator(id="A", row=1, level1=text("a"), title=text("a"), requirements={"t": text("a")}, tests={"t": rule})
    return Index(
        id="i", title=text("i"), edition=text("1"), status=text("t"), source=text("t"), sha256="0" * 64, tiers=("t",), nested=True,
        tier_titles={"t": text("t")}, readings={}, evidence=ITEMS, stated_figures=FIGURES, indicators=(row,),
    )  # fmt: skip


def solved(case: Case, rule: Rule) -> tuple[float, Status, Status]:
    """Green power bought over both years, and the verdict of each year."""
    index, chosen = index_of(rule), readings()
    plan = solve_plan(case, index, chosen, Request(tiers=(TierYear(index="i", tier="t", year=YEARS[0]),))).plan
    ledger = build_ledger(case, plan, chosen)
    first, last = (judge_tier(case, index, chosen, plan, ledger, "t", year).verdicts[0].status for year in YEARS)
    return sum(sum(years.values()) for years in plan.flows.purchased.values()), first, last


def every_metric_leg(rule: Rule) -> Rule:
    """The rule with the metric taken for granted: whether data has to hold as well."""
    if isinstance(rule, AllOf | AnyOf):
        return rule.model_copy(update={"tests": tuple(every_metric_leg(part) for part in rule.tests)})
    if isinstance(rule, BySize):
        return rule.model_copy(update={name: every_metric_leg(getattr(rule, name)) for name in ("then", "otherwise")})
    return SHARE if rule == GREEN else rule


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(case=data_cases(), rule=mixed)
def test_a_plan_passes_whenever_data_and_metric_together_could(case: Case, rule: Rule) -> None:
    """The judge's own verdict on the rule with its metric granted says whether any plan could pass; then the program's plan does."""
    chosen = readings()
    _, *statuses = solved(case, rule)
    granted = index_of(every_metric_leg(rule))
    plan = solve_plan(case, granted, chosen, Request(tiers=())).plan
    ledger = build_ledger(case, plan, chosen)
    for year, status in zip(YEARS, statuses, strict=True):
        could = judge_tier(case, granted, chosen, plan, ledger, "t", year).holds
        assert (status in (Status.MET, Status.NOT_REQUIRED)) or not could


def test_a_leg_that_is_there_in_one_year_only_is_asked_for_in_that_year() -> None:
    """The report counts from 2026 on: nothing can be met in 2025, and green power has to make the share in 2026."""
    case = replace(tiny_case(measures=[purchase("green")]), evidence=(paper(date(2026, 1, 1)),))
    rule = AnyOf(kind="any_of", tests=(AllOf(kind="all_of", tests=(Papers(kind="evidence", items=("report",)), GREEN)),))
    bought, first, last = solved(case, rule)
    assert bought > 0 and first is not Status.MET and last is Status.MET


def paper(start: date, end: date | None = None) -> Evidence:
    return Evidence(item="report", issuer="x", valid_from=start, valid_to=end)


EITHER = AnyOf(kind="any_of", tests=(GREEN, PAPER))


def test_a_paper_on_file_frees_the_metric() -> None:
    case = replace(tiny_case(measures=[purchase("green", price=500.0)]), evidence=(paper(date(2020, 1, 1)),))
    assert solved(case, EITHER) == (0.0, Status.MET, Status.MET)


def test_a_missing_paper_is_no_way_to_pass() -> None:
    bought, *statuses = solved(tiny_case(measures=[purchase("green", price=500.0)]), EITHER)
    assert bought > 0 and statuses == [Status.MET, Status.MET]


def test_a_paper_frees_the_years_in_which_it_holds() -> None:
    case = replace(tiny_case(measures=[purchase("green", price=500.0)]), evidence=(paper(date(2020, 1, 1), date(2025, 12, 31)),))
    bought, *statuses = solved(case, EITHER)
    whole, *_ = solved(replace(case, evidence=()), EITHER)
    assert bought == pytest.approx(whole / 2) and statuses == [Status.MET, Status.MET]


def test_nothing_is_bought_for_a_rule_that_only_papers_could_meet() -> None:
    rule = AnyOf(kind="any_of", tests=(PAPER, REUSE))
    assert solved(tiny_case(measures=[purchase("green")]), rule) == (0.0, Status.NOT_ASSESSED, Status.NOT_ASSESSED)


@pytest.mark.parametrize(("at_least", "asked"), [(1000.0, True), (1000.1, False)])
def test_size_is_that_of_the_base_year(at_least: float, asked: bool) -> None:
    rule = BySize(kind="by_size", metric="electricity_use_mwh", at_least=at_least, then=GREEN, otherwise=NotRequired(kind="not_required"))
    bought, status, _ = solved(tiny_case(measures=[purchase("green")]), rule)
    assert (bought > 0, status) == (asked, Status.MET if asked else Status.NOT_REQUIRED)
