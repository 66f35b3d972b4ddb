"""From the index to requirements on the program: which metric must reach what, in which year, for which indicator.

An "or" in the index becomes legs: each is a set of linear targets, and ``solve.py`` keeps the cheapest choice. What the
program cannot decide (papers, stated figures, solid waste) asks nothing here; the judge still does. In an "or" such a leg frees
the years in which the scenario's data meets it (``dossier.py``); where it does not, the other legs have to be met.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from planner.domain.case import Case
from planner.domain.plan import Request, TierYear
from planner.errors import InputRefused, Problem, Shortfall, TierUnreachable
from planner.index.catalogue import ChosenIndex
from planner.index.metrics import INTENSITIES
from planner.index.readings import Readings
from planner.index.rules import Advanced, AllOf, AnyOf, AtLeast, AtMost, Falling, Index, Indicator, NotRequired, Rule
from planner.program.books import suffix_of
from planner.program.coefficients import Coefficients
from planner.program.dossier import UNDECIDED, Dossier, asks_data, is_data

AGAINST_BASELINE = {"emission_reduction": "scope_emissions_t", "own_reduction": "own_scope_emissions_t"}
"""Reduction to the emissions that it compares with the baseline, which is a peak of scope_emissions_t."""
YOUNG_YEARS = 3
"""With fewer years of operation than this, one fall is enough (index R04, R14)."""
PAST_TOLERANCE = 1e-9
"""Share of the earlier figure that float arithmetic may lose when past figures are compared, as with the judge."""


@dataclass(frozen=True, slots=True)
class Target:
    """One requirement on one metric in one year."""

    index: str
    indicator: str
    tier: str
    year: int
    metric: str
    sense: str
    """``floor``, ``ceiling``, ``fall``, or ``below`` (under a share of another year's)."""
    value: float
    """Threshold; for ``fall`` and ``below`` the largest ratio to the other year."""
    before: int = 0
    """For ``fall`` and ``below``: the year that it is compared with."""
    leg: str = ""
    """Leg of an "or" that it belongs to."""
    suffix: str = ""
    """Of the book that accounts the metric; empty for the scenario's own index."""

    @property
    def rule(self) -> str:
        """``R06_near``; of a further index ``R06_near@hunan-2025``."""
        return f"{self.indicator}_{self.tier}{self.suffix}"

    @property
    def label(self) -> str:
        """``R04_low_falling``: the rule and its leg."""
        return f"{self.rule}_{self.leg}" if self.leg else self.rule


@dataclass(frozen=True, slots=True)
class Leg:
    """One way to pass a rule."""

    name: str
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything that a request asks of the program."""

    fixed: tuple[Target, ...]
    """Targets that bind in any case."""
    open: dict[str, tuple[Leg, ...]]
    """Rule with an "or" (``R04_low``) to its legs."""

    @property
    def every_target(self) -> tuple[Target, ...]:
        """Fixed ones and those of all legs."""
        return (*self.fixed, *(target for legs in self.open.values() for leg in legs for target in leg.targets))


Alternatives = list[Leg] | None
"""Ways to pass a rule; None when the rule asks nothing of the program, empty when there is no way."""
ON_FILE = Leg("on_file", ())
"""The leg of an "or" that the scenario's data meets already."""


def read_targets(case: Case, chosen: Sequence[ChosenIndex], request: Request) -> Asked:
    """The targets of a request; the first index is the scenario's own. Raises TierUnreachable, naming rules that no plan can meet."""
    fixed: list[Target] = []
    open_: dict[str, tuple[Leg, ...]] = {}
    hopeless: list[Shortfall] = []
    place = {one.index.id: at for at, one in enumerate(chosen)}
    numbers = [Coefficients(case, one.readings) for one in chosen]
    for asked in request.tiers:
        at = place[asked.index]
        index, readings = chosen[at].index, chosen[at].readings
        suffix = suffix_of(index.id) if at else ""
        years = judged_years(case, asked)
        for indicator in index.indicators:
            reader = _Reader(case, readings, numbers[at], index.id, suffix, indicator.id, asked.tier, asked.year, years)
            ways = reader.ways(reader.dossier.sized(indicator.tests[asked.tier]))
            if ways is None:
                continue
            if not ways:
                hopeless.append(_hopeless(indicator, asked.tier, asked.year, index))
            elif len(ways) == 1:
                fixed += ways[0].targets
            else:
                open_[f"{indicator.id}_{asked.tier}{suffix}"] = tuple(_named(ways))
    if hopeless:
        raise TierUnreachable(tuple(hopeless), ())
    return Asked(tuple(fixed), open_)


def judged_years(case: Case, asked: TierYear) -> list[int]:
    """Years in which a tier has to hold: its own, and later ones while it is to be kept."""
    return [y for y in case.years if y == asked.year or (case.tiers_kept and y > asked.year)]


def _named(ways: Sequence[Leg]) -> Iterator[Leg]:
    """The legs with their targets marked; legs that would share a name are numbered, so that their rows stay apart."""
    names = Counter(leg.name for leg in ways)
    for place, leg in enumerate(ways, 1):
        name = leg.name if names[leg.name] == 1 else f"{leg.name}_{place}"
        yield Leg(name, tuple(replace(target, leg=name) for target in leg.targets))


def _combined(asked: Sequence[list[Leg]]) -> Alternatives:
    """Every choice of one way for each of several rules."""
    if not asked:
        return None
    return [
        Leg("+".join(leg.name for leg in choice), tuple(t for leg in choice for t in leg.targets)) for choice in itertools.product(*asked)
    ]


def _cannot_fall(indicator: str, metric: str) -> Problem:
    allowed = ", ".join(INTENSITIES)
    return Problem(
        "index", 0, 0, f"indicators.{indicator}", f"指标 {metric} 不能要求逐年下降，只支持：{allowed}",
        f"{metric} can't be asked to fall; only {allowed} can",
    )  # fmt: skip


def _cannot_exceed(indicator: str) -> Problem:
    return Problem(
        "index", 0, 0, f"indicators.{indicator}", "读法 baseline: rolling 之下，emission_reduction 只支持 at_least",
        "under the reading baseline: rolling, emission_reduction can only be asked for with at_least",
    )  # fmt: skip


def _hopeless(indicator: Indicator, tier: str, year: int, index: Index) -> Shortfall:
    title = index.tier_titles[tier]
    return Shortfall(
        indicator.id, year, 0.0, "",
        f"{indicator.id} {indicator.title.zh}（{title.zh}，{year} 年）：任何方案都无法满足——"
        "历史年份未逐年下降，或本产品没有先进值标准而所选口径判为不满足",
        f"{indicator.id} {indicator.title.en} ({title.en}, {year}): no plan can meet it - past years did not fall, or no standard sets an"
        " advanced value and the chosen reading calls that not met",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the rules of one indicator for one tier."""

    case: Case
    readings: Readings
    numbers: Coefficients
    index: str
    suffix: str
    indicator: str
    tier: str
    award: int
    years: list[int]

    @property
    def dossier(self) -> Dossier:
        """What data alone settles."""
        return Dossier(self.case, self.readings, self.numbers)

    def ways(self, rule: Rule) -> Alternatives:
        """Alternatives of a rule; an empty list when none can work."""
        if isinstance(rule, AtLeast | AtMost):
            return self._bound(rule)
        if isinstance(rule, Falling):
            return self._falling(rule.metric)
        if isinstance(rule, Advanced):
            return self._advanced(rule)
        if isinstance(rule, AllOf):
            return _combined([ways for test in rule.tests if (ways := self.ways(test)) is not None])
        if isinstance(rule, AnyOf):
            return self._any_of(rule)
        return None

    def _any_of(self, rule: AnyOf) -> Alternatives:
        """Legs of an "or": nothing is asked in years in which data meets one of them."""
        data = [test for test in rule.tests if is_data(test)]
        left = [year for year in self.years if not any(self.dossier.holds(test, year) for test in data)]
        if not left:
            return [ON_FILE]
        reader = replace(self, years=left)
        offered = [ways for test in reader._surest(rule) if (ways := reader._leg(test)) is not None]
        legs = [way for ways in offered for way in ways]
        if not legs and len(left) > 1 and asks_data(rule):  # no leg is there in every year: each year by itself
            return _combined([ways for year in left if (ways := replace(self, years=[year])._any_of(rule))])
        if not legs and asks_data(rule):
            return None  # only papers or figures that are not there yet could meet it: the judge names them
        return legs if offered else None

    def _surest(self, rule: AnyOf) -> list[Rule]:
        """Legs that plans decide; a fall for which figures are lacking can't be judged, so it is no way where another leg is one."""
        tests = [test for test in rule.tests if not is_data(test)]
        sure = [test for test in tests if not isinstance(test, Falling) or self._has_enough_years()]
        return sure if any(self._leg(test) for test in sure) else tests

    def _leg(self, rule: Rule) -> Alternatives:
        """Ways to pass a leg of an "or": what it asks of data has to be there."""
        if not isinstance(rule, AllOf):
            return self.ways(rule)
        data = [part for part in rule.tests if is_data(part) and not isinstance(part, NotRequired)]
        if not all(self.dossier.holds(part, year) for part in data for year in self.years):
            return []
        return _combined([ways for part in rule.tests if not is_data(part) and (ways := self._leg(part)) is not None])

    def _bound(self, rule: AtLeast | AtMost) -> Alternatives:
        if rule.metric in UNDECIDED:
            return None
        if rule.metric in AGAINST_BASELINE and self.readings.baseline == "rolling":
            return self._rolling(rule)
        sense = "floor" if isinstance(rule, AtLeast) else "ceiling"
        return [Leg(rule.metric, self._each_year(rule.metric, sense, self._threshold(rule)))]

    def _rolling(self, rule: AtLeast | AtMost) -> Alternatives:
        """One leg for each year that may be the peak of the five before the year of application; the past ones are one leg."""
        if isinstance(rule, AtMost):
            raise InputRefused([_cannot_exceed(self.indicator)])
        window, past = self.numbers.five_years_before(self.award), self.numbers.history_scope_emissions_t
        planned = [y for y in window if y in self.case.stands_for]
        if not window or any(y not in past and y not in planned for y in window):
            return None  # years left out between milestones: the judge does not assess it
        share, metric = 1 - self._threshold(rule), AGAINST_BASELINE[rule.metric]
        largest = max((past[y] for y in window if y in past), default=0.0)
        legs = [Leg("peak_past", (self._target(self.award, metric, "ceiling", share * largest),))] if largest > 0 or share == 0 else []
        if share == 0:
            return legs
        return [*legs, *(Leg(f"peak_{y}", (self._target(self.award, metric, "below", share, y),)) for y in planned)]

    def _threshold(self, rule: AtLeast | AtMost) -> float:
        value = rule.value if rule.setting is None else float(getattr(self.readings, rule.setting))
        assert value is not None  # the index reader refuses a bound without a number
        return value

    def _advanced(self, rule: Advanced) -> Alternatives:
        energy = rule.metric == "energy_per_unit_kgce"
        data = self.case.intensity.advanced_energy_kgce if energy else self.case.intensity.advanced_carbon_kg
        if data.status == "value" and data.value is not None:
            return [Leg("advanced", self._each_year(rule.metric, "ceiling", data.value))]
        if data.status == "no_standard" and self.readings.no_advanced_value == "not_met":
            return []
        return None

    def _each_year(self, metric: str, sense: str, value: float) -> tuple[Target, ...]:
        return tuple(self._target(y, metric, sense, value) for y in self.years)

    def _target(self, year: int, metric: str, sense: str, value: float, before: int = 0) -> Target:
        return Target(self.index, self.indicator, self.tier, year, metric, sense, value, before, suffix=self.suffix)

    def _falling(self, metric: str) -> Alternatives:
        if metric not in INTENSITIES:
            raise InputRefused([_cannot_fall(self.indicator, metric)])
        steps = {step: None for year in self._years_of_falls() for step in self._steps(year)}
        past = self.numbers.history_intensity(metric)
        ratio = 1 - self.readings.falling_step
        if not steps:
            return None
        planned = [(y, before) for y, before in steps if y in self.case.stands_for]
        if not all(self._fell(past[y], past[before], ratio) for y, before in steps if y not in self.case.stands_for):
            return []
        return [Leg("falling", tuple(self._target(y, metric, "fall", ratio, before) for y, before in planned))]

    def _years_of_falls(self) -> Iterable[int]:
        """Years in which falling is judged."""
        return [self.award] if self.readings.falling_after_award == "not_judged" else self.years

    def _has_enough_years(self) -> bool:
        """Whether enough yearly figures in a row are known to judge falling."""
        return all(len(self._steps(year)) == self._falls(year) for year in self._years_of_falls())

    def _falls(self, year: int) -> int:
        young = year - self.case.founded_year + 1 < YOUNG_YEARS
        return 1 if young else self.readings.trend_falls

    def _fell(self, later: float, earlier: float, ratio: float) -> bool:
        """Whether a past year counts as a fall from the year before it."""
        room = PAST_TOLERANCE * abs(earlier)
        at_zero = self.readings.zero_counts_as_falling and later <= room
        return at_zero or (later < earlier - room and later <= ratio * earlier + room)

    def _steps(self, year: int) -> list[tuple[int, int]]:
        """Pairs (year, year before it) over known years that must fall for the series ending in ``year``."""
        known = [y for y in (*self.case.history_years, *self.case.years) if self.case.founded_year <= y <= year]
        pairs = list(zip(known[1:], known, strict=False))[-self._falls(year) :]
        # Milestones years apart can't show a fall year by year: nothing is asked there, and the judge does not assess it.
        return pairs if all(later - before == 1 for later, before in pairs) else []
