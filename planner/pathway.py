"""One run end to end: solve, recompute independently, compare the two accounts, judge. The only room that sees both sides."""

from __future__ import annotations

import itertools
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from planner.domain.assessment import Assessment
from planner.domain.base import Text
from planner.domain.case import Case, GenerationData, StorageData
from planner.domain.effort import Effort
from planner.domain.outcome import Disagreement, Outcome
from planner.domain.plan import Commitment, OwnReduction, Plan, Request, TierYear
from planner.domain.tiers import SolveStatus
from planner.domain.verdict import Ledger, TierVerdict
from planner.errors import ExtraMissing, NoPlanInTime, TierUnreachable, UnknownName
from planner.index.catalogue import ChosenIndex, indexes_for
from planner.index.numbers import display_gap
from planner.index.rules import Index
from planner.index.targets import judge_targets

if TYPE_CHECKING:
    from planner.program import Program


START_PART = 0.25
"""Part of a time limit that typical days may take before all hours are solved."""


def reference_request() -> Request:
    """The factory with no new measure."""
    return Request(tiers=(), new_measures=False)


def no_target_request() -> Request:
    """The cheapest plan without targets: profitable measures are taken anyway."""
    return Request(tiers=())


def request_for(case: Case, tier: str, year: int | None = None) -> Request:
    """A tier of the case's own index by its year in the scenario, or by ``year``, and what further indexes ask for.

    Lower tiers come on the way where the scenario says so and the index's tiers nest; a lower tier keeps its own year, or the
    asked year when that is earlier. Raises UnknownName for a tier that the index lacks or that has no year, and for a year that
    isn't planned.
    """
    own, *further = indexes_for(case)
    when = _year_of(case, own.index, tier, year)
    asked = _wishes(case, own.index, case.targets, tier, when)
    return Request(tiers=(*asked, *_further_wishes(case, further)))


def calendar_request(case: Case, calendar: Mapping[str, int]) -> Request:
    """Every tier of a calendar in its own year, ``{"low": 2027, "zero": 2032}``, and what further indexes ask for.

    Raises UnknownName for a tier that the index lacks, a year that isn't planned, a stricter tier before a looser one where
    tiers nest, and a calendar without a tier.
    """
    own, *further = indexes_for(case)
    wrong = judge_targets(own.index, calendar, "calendar")
    if wrong:
        raise UnknownName("；".join(problem.zh for problem in wrong), "; ".join(problem.en for problem in wrong))
    if not calendar:
        raise UnknownName("日程没有任何级别", "the calendar names no tier")
    years = {tier: _year_of(case, own.index, tier, year) for tier, year in calendar.items()}
    asked = [TierYear(index=own.index.id, tier=tier, year=years[tier]) for tier in own.index.tiers if tier in years]
    return Request(tiers=(*asked, *_further_wishes(case, further)))


def _further_wishes(case: Case, further: Sequence[ChosenIndex]) -> list[TierYear]:
    """Tiers of further indexes, each in its year of the scenario."""
    return [
        TierYear(index=chosen.index.id, tier=tier, year=wanted.targets[tier])
        for wanted, chosen in zip(case.further_indexes, further, strict=True)
        for tier in chosen.index.tiers
        if tier in wanted.targets
    ]


def check_request(case: Case, request: Request) -> None:
    """UnknownName for a tier or year that the case lacks: it would be judged in no year at all, and so hold for want of a verdict."""
    indexes = {one.index.id: one.index for one in indexes_for(case)}
    for wish in request.tiers:
        if wish.index not in indexes:
            raise UnknownName(f"情景没有用到指标体系 {wish.index}", f"the scenario does not use index {wish.index}")
        _year_of(case, indexes[wish.index], wish.tier, wish.year)


def tell_further_home(case: Case, tier: str) -> Text | None:
    """The end of a sentence about a tier that the own index lacks: the further index that has it, if one does."""
    home = next((one.index.id for one in indexes_for(case)[1:] if tier in one.index.tiers), None)
    if home is None:
        return None
    return Text(
        zh=f"；{tier} 是情景另一指标体系 {home} 的级别，由 further_indexes 给出年份",
        en=f"; {tier} is a tier of {home}, a further index of the scenario: further_indexes gives its year",
    )


def _year_of(case: Case, index: Index, tier: str, year: int | None) -> int:
    if tier not in index.tiers:
        listed = ", ".join(index.tiers)
        home = tell_further_home(case, tier) if index.id == case.index.id else None
        zh, en = (home.zh, home.en) if home is not None else ("", "")
        raise UnknownName(
            f"指标体系 {index.id} 没有级别 {tier}；有：{listed}{zh}", f"index {index.id} has no tier {tier}; it has: {listed}{en}"
        )
    when = year if year is not None else case.targets.get(tier)
    if when is None:
        raise UnknownName(
            f"情景没有给出 {tier} 的年份，请在 targets.tiers.{tier} 中给出，或用 --year 指定",
            f"the scenario gives no year for tier {tier}; set targets.tiers.{tier} or use --year",
        )
    if when not in case.stands_for:
        nearest = min(case.years, key=lambda planned: abs(planned - when))
        raise UnknownName(
            f"{when} 年不在规划年份中（{_span(case)}）；最近的是 {nearest} 年",
            f"{when} is not a planning year ({_span(case)}); the nearest is {nearest}",
        )
    return when


def _wishes(case: Case, index: Index, targets: Mapping[str, int], tier: str, year: int) -> list[TierYear]:
    """The tier, after the lower ones on the way."""
    lower = index.tiers[: index.tiers.index(tier)] if case.lower_tiers_on_the_way and index.nested else ()
    on_the_way = [TierYear(index=index.id, tier=t, year=min(targets[t], year)) for t in lower if t in targets]
    return [*on_the_way, TierYear(index=index.id, tier=tier, year=year)]


class Pathways:
    """One case, its indexes and readings read once and its program built once, for any number of requests."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.chosen = indexes_for(case)

    @cached_property
    def _program(self) -> Program:
        from planner.program import Program  # Pyomo and HiGHS load only when something is solved

        return Program(self.case, self.chosen)

    def run(
        self,
        request: Request,
        *,
        time_limit_s: float | None = None,
        committed: Commitment | None = None,
        name_clash: bool = True,
        effort: Effort = Effort(),  # noqa: B008 (frozen)
    ) -> Outcome:
        """Find the least-cost plan for a request, of those that keep what an earlier plan committed to, and judge it.

        ``effort`` says how programs of many hours are solved. An unreachable request gives an Outcome without a plan, with
        shortfalls and, unless it isn't wanted, the clash. Unbounded, NoPlanInTime and SolverRefused are raised.
        """
        begun = time.perf_counter()
        effort = self._with_start(request, effort, time_limit_s)
        if time_limit_s is not None:
            time_limit_s = max(time_limit_s - (time.perf_counter() - begun), 0.0)
        try:
            solution = self._program.solve(request, time_limit_s=time_limit_s, committed=committed, name_clash=name_clash, effort=effort)
        except TierUnreachable as unreachable:
            return self._unreachable(request, unreachable)
        plan = solution.plan
        assert plan.solver is not None  # every solved plan has a record
        own, *further = [one.index.id for one in self.chosen]
        books = {own: solution.figures, **solution.further_figures}
        ledgers = self._ledgers(plan)
        differences = [_compare(index, books[index], ledgers[index], plan.solver.objective_cny) for index in ledgers]
        return Outcome(
            self.case, request, plan.solver.status, plan, ledgers[own], self._judge(plan, ledgers), solution.figures,
            tuple(itertools.chain(*differences)), (), (), self.titles, {index: ledgers[index] for index in further},
            (*_caveats(self.case), *_tell_raised(plan)),
        )  # fmt: skip

    def _with_start(self, request: Request, effort: Effort, time_limit_s: float | None) -> Effort:
        """Where years are solved apart, sizes that typical days call for, to begin with; none where there are no typical days."""
        from planner.aggregation import at_resolution

        if effort.start is not None or self.case.resolution != "hourly" or not self._program.is_apart(effort):
            return effort
        limit_s = None if time_limit_s is None else START_PART * time_limit_s
        try:
            typical = Pathways(at_resolution(self.case, "typical"))
            return replace(effort, start=typical._program.solve(request, time_limit_s=limit_s, name_clash=False).plan)
        except (ExtraMissing, TierUnreachable, NoPlanInTime):
            return effort

    def check(self, plan: Plan, *, prove: bool = False) -> Outcome:
        """Judge any plan, also one written or edited by hand.

        Without a solver, unless ``prove``: then how far own reduction goes is found anew for the plan's request and replaces what
        the plan records of it; a record that allows more than was found is a breach.
        """
        from planner.evaluation import own_proof

        own, *further = [one.index.id for one in self.chosen]
        ledgers = self._ledgers(plan)
        proof = own_proof.tell_unproven(plan.own_reduction) if self._asks_own_reduction and not prove else ()
        if prove:
            proven, proof = self._prove_own_reduction(plan, ledgers)
            looser = own_proof.find_looser(plan.own_reduction, proven, _baselines(ledgers))
            ledgers[own] = replace(ledgers[own], breaches=(*ledgers[own].breaches, *looser))
            plan = plan.model_copy(update={"own_reduction": proven})
        status = plan.solver.status if plan.solver is not None else SolveStatus.NOT_PROVEN
        edited = (_OTHER_SCENARIO,) if plan.scenario_sha256 != self.case.scenario_sha256 else ()
        warnings = (*edited, *_caveats(self.case), *_tell_raised(plan))
        return Outcome(
            self.case, plan.request, status, plan, ledgers[own], self._judge(plan, ledgers), {}, (), (), (), self.titles,
            {index: ledgers[index] for index in further}, warnings, proof=proof,
        )  # fmt: skip

    @property
    def _asks_own_reduction(self) -> bool:
        """Whether an index is read so that own reduction comes first."""
        return any(one.readings.own_reduction_first != "ceiling" for one in self.chosen)

    def _prove_own_reduction(self, plan: Plan, ledgers: Mapping[str, Ledger]) -> tuple[Mapping[str, OwnReduction], tuple[Text, ...]]:
        """What the optimizer finds for the plan's request in this scenario, and how it stands to what the plan records.

        Nothing is found where no index asks or no plan can meet the request.
        """
        from planner.evaluation import own_proof

        if not self._asks_own_reduction:
            return {}, (own_proof.ALL_CEILING,)
        try:
            proven = self._program.solve(plan.request).plan.own_reduction
        except TierUnreachable:
            return {}, (own_proof.NO_PLAN_FOUND,)
        return proven, own_proof.tell_proof(plan.own_reduction, proven, _baselines(ledgers))

    def check_today(self, year: int | None = None) -> Assessment:
        """Judge the factory as it is, without a plan, in its base year or another past year, for every tier of every index."""
        from planner.evaluation.alternatives import compare_readings, join_readings
        from planner.evaluation.today import assess_tier, build_history_ledger

        case = self.case
        when = case.base_year if year is None else year
        if when not in case.history_years:
            listed = ", ".join(map(str, case.history_years))
            raise UnknownName(
                f"{when} 年不是历史年份（{listed}）；规划年份要有方案才能判定",
                f"{when} is not a past year ({listed}); judging a planning year takes a plan",
            )
        ledgers = {one.index.id: build_history_ledger(case, one.readings) for one in self.chosen}
        standings, others = [], []
        for one in self.chosen:
            index, ledger = one.index, ledgers[one.index.id]
            own = [assess_tier(case, index, one.readings, ledger, tier, when) for tier in index.tiers]
            others.append(compare_readings(case, one, None, ledger, [standing.verdict for standing in own]))
            standings += own
        nested = {one.index.id: one.index.nested for one in self.chosen}
        return Assessment(case, when, tuple(standings), ledgers, self.titles, nested, join_readings(others))

    def compare_readings(self, outcome: Outcome) -> Outcome:
        """The outcome with what other readings would say of each tier in its year of application."""
        from planner.evaluation.alternatives import compare_readings, join_readings

        if outcome.plan is None or outcome.ledger is None:
            return outcome
        asked = {(wish.index, wish.tier, wish.year) for wish in outcome.request.tiers}
        verdicts = [judged for judged in outcome.verdicts if (judged.index, judged.tier, judged.year) in asked]
        ledgers = {self.chosen[0].index.id: outcome.ledger, **outcome.further_ledgers}
        parts = [compare_readings(self.case, one, outcome.plan, ledgers[one.index.id], verdicts) for one in self.chosen]
        return replace(outcome, other_readings=join_readings(parts))

    @cached_property
    def titles(self) -> Mapping[str, Mapping[str, Text]]:
        """Index to tier to its name."""
        return {one.index.id: one.index.tier_titles for one in self.chosen}

    def _unreachable(self, request: Request, unreachable: TierUnreachable) -> Outcome:
        clash = tuple((zh, en) for zh, _, en in (words.partition("|") for words in unreachable.clash))
        status = SolveStatus.INFEASIBLE if unreachable.proven else SolveStatus.NOT_FOUND
        return Outcome(
            self.case, request, status, None, None, (), {}, (), unreachable.shortfalls, clash, self.titles, {}, _caveats(self.case)
        )  # fmt: skip

    def _ledgers(self, plan: Plan) -> dict[str, Ledger]:
        """Index to the accounts under its readings."""
        from planner.evaluation import build_ledger

        return {one.index.id: build_ledger(self.case, plan, one.readings, own=one is self.chosen[0]) for one in self.chosen}

    def _judge(self, plan: Plan, ledgers: Mapping[str, Ledger]) -> tuple[TierVerdict, ...]:
        """Every tier asked for, in its year and in the later ones while it is to be kept."""
        from planner.evaluation import judge_tier

        by_id = {one.index.id: one for one in self.chosen}
        return tuple(
            judge_tier(self.case, by_id[asked.index].index, by_id[asked.index].readings, plan, ledgers[asked.index], asked.tier, year)
            for asked in plan.request.tiers
            for year in self.case.years
            if year == asked.year or (self.case.tiers_kept and year > asked.year)
        )


def run(
    case: Case,
    request: Request,
    *,
    time_limit_s: float | None = None,
    effort: Effort = Effort(),  # noqa: B008 (frozen)
) -> Outcome:
    """One request of one case, with what other readings would say; for several, make ``Pathways`` once."""
    pathways = Pathways(case)
    return pathways.compare_readings(pathways.run(request, time_limit_s=time_limit_s, effort=effort))


def check(case: Case, plan: Plan, *, prove: bool = False) -> Outcome:
    """Judge any plan of one case, with what other readings would say.

    With ``prove`` the optimizer finds anew how far own reduction goes.
    """
    pathways = Pathways(case)
    return pathways.compare_readings(pathways.check(plan, prove=prove))


def check_today(case: Case, year: int | None = None) -> Assessment:
    """Judge the factory of today, which has no plan."""
    return Pathways(case).check_today(year)


_OTHER_SCENARIO = (
    "方案来自另一个（或已修改的）情景文件，按当前情景重新核算",
    "the plan was made from another or an edited scenario; it is judged by this one",
)


_ONE_SLICE = (
    "全年只有一个时段：自发电按全部自用计（不高于年用量），不降低计费最大需量，储能不起作用；如需逐时判断，请给出 hours 或 slices",
    "the year is one slice: own generation counts as used on site up to the year's use and does not lower the billed maximum, and stores"
    " do nothing; give hours or slices to see when",
)


def _caveats(case: Case) -> tuple[tuple[str, str], ...]:
    """What a reader of any plan of this case has to know: what was repaired, made up or assumed, and what one slice can't show."""
    told = tuple((notice.zh, notice.en) for notice in case.notices)
    timed = any(isinstance(measure, GenerationData | StorageData) for measure in case.measures.values())
    return (*told, _ONE_SLICE) if timed and case.typical_days is None and len(case.slices) == 1 else told


def _tell_raised(plan: Plan) -> tuple[tuple[str, str], ...]:
    """Where own reduction can't be used as far as it goes, since the request leaves no other way."""
    return tuple(
        (
            f"{index}：{year} 年自主减排的上限放宽 {display_gap(amount, 'tCO2e')}，否则所要求的级别无法同时满足（如负碳措施自身耗能）",
            f"{index}: in {year} the ceiling on own emissions is raised by {display_gap(amount, 'tCO2e')}; the tiers asked for can't be met"
            " otherwise (negative measures need energy themselves, for one)",
        )
        for index, record in plan.own_reduction.items()
        for year, amount in record.raised_t.items()
    )


def _baselines(ledgers: Mapping[str, Ledger]) -> dict[str, float]:
    """Index to its baseline. [tCO2e]"""
    return {index: next(iter(ledger.years.values())).values.get("baseline_t", 0.0) for index, ledger in ledgers.items()}


def _compare(index: str, figures: Mapping[int, Mapping[str, float]], ledger: Ledger, objective_cny: float) -> tuple[Disagreement, ...]:
    from planner.evaluation.agreement import compare_accounts

    return compare_accounts(index, figures, ledger, objective_cny)


def _span(case: Case) -> str:
    return f"{case.years[0]}-{case.years[-1]}"
