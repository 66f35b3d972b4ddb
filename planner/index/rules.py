"""The rule language of an index: a small closed set of tests on metrics and papers (指标判定规则)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from planner.domain.base import Model, Number, Text, Words
from planner.domain.tiers import TierId
from planner.index.metrics import METRICS, SIZE_METRICS
from planner.index.readings import Readings

if TYPE_CHECKING:
    MetricName = str
    SizeName = str
else:
    # Closed choices for whoever checks a file, plain text for whoever reads the code.
    MetricName = Literal[tuple(METRICS)]
    SizeName = Literal[SIZE_METRICS]


class OnMetric(Model):
    """A test on one metric of the vocabulary."""

    metric: MetricName
    """Name in ``planner.index.metrics``."""


class Bound(OnMetric):
    """The metric against a number, or against a reading that is a number."""

    value: Number | None = None
    """The threshold, in the metric's unit."""
    setting: str | None = None
    """Instead: the reading that holds it."""

    def threshold(self, readings: Readings) -> float:
        """The number to compare with, in the metric's unit."""
        return self.value if self.value is not None else float(getattr(readings, self.setting or ""))


class AtLeast(Bound):
    """The metric reaches the threshold."""

    kind: Literal["at_least"]


class AtMost(Bound):
    """The metric stays within the threshold."""

    kind: Literal["at_most"]


class Falling(OnMetric):
    """The metric falls year by year, as many times as the reading ``trend_falls`` says; one fall for a young factory."""

    kind: Literal["falling"]


class Advanced(OnMetric):
    """The metric is at most the advanced value that the scenario states."""

    kind: Literal["advanced"]
    metric: Literal["energy_per_unit_kgce", "carbon_per_unit_kg"]


class TitleAtLeast(Model):
    """A title of at least a level."""

    kind: Literal["title_at_least"]
    item: str
    levels: Annotated[tuple[str, ...], Field(min_length=1)]
    """Lowest first."""
    level: str
    """Lowest level that passes."""


class Papers(Model):
    """Dated evidence for every item."""

    kind: Literal["evidence"]
    items: Annotated[tuple[str, ...], Field(min_length=1)]


class Stated(Model):
    """A figure that the plan does not decide and the scenario states by year (``stated_figures``), against a number."""

    kind: Literal["stated"]
    figure: str
    """Name under ``stated_figures`` of the index file."""
    at_least: Number | None = None
    """The threshold, in the figure's unit."""
    at_most: Number | None = None
    """Instead: the ceiling."""

    @property
    def threshold(self) -> float:
        """The number to compare with."""
        given = self.at_most if self.at_least is None else self.at_least
        assert given is not None  # the index reader refuses a file without one
        return given


class PlanComplete(Model):
    """The plan has a number for each metric in every planning year up to the year judged."""

    kind: Literal["plan_complete"]
    metrics: Annotated[tuple[MetricName, ...], Field(min_length=1)]


class OwnReductionFirst(Model):
    """Own reduction is used as far as the reading ``own_reduction_first`` says before negative measures count (充分自主减排)."""

    kind: Literal["own_reduction_first"]


class NotRequired(Model):
    """The index asks nothing here (it says "/")."""

    kind: Literal["not_required"]


class AllOf(Model):
    """Every test holds."""

    kind: Literal["all_of"]
    tests: Annotated[tuple[Rule, ...], Field(min_length=1)]


class AnyOf(Model):
    """At least one test holds; each is a branch of its own."""

    kind: Literal["any_of"]
    tests: Annotated[tuple[Rule, ...], Field(min_length=1)]


class When(Model):
    """One rule or another, by a reading. Resolved when the index is read; judge and program never see it."""

    kind: Literal["when"]
    setting: str
    equals: str | float | bool
    then: Rule
    otherwise: Rule


class BySize(Model):
    """One rule or another, by the size of the factory: an amount of its base year under the readings of the index."""

    kind: Literal["by_size"]
    metric: SizeName
    """Amount that measures the size."""
    at_least: Annotated[float, Field(gt=0, le=1e15)]
    """From this amount on ``then`` holds, below it ``otherwise``, in the metric's unit."""
    then: Rule
    otherwise: Rule


Rule = Annotated[
    AtLeast
    | AtMost
    | Falling
    | Advanced
    | Stated
    | TitleAtLeast
    | Papers
    | PlanComplete
    | OwnReductionFirst
    | NotRequired
    | AllOf
    | AnyOf
    | BySize
    | When,
    Field(discriminator="kind"),
]
for _model in (AllOf, AnyOf, BySize, When):
    _model.model_rebuild()


def every_rule(rule: Rule) -> Iterator[Rule]:
    """The rule and all rules inside it."""
    yield rule
    if isinstance(rule, AllOf | AnyOf):
        inside: tuple[Rule, ...] = rule.tests
    elif isinstance(rule, BySize | When):
        inside = (rule.then, rule.otherwise)
    else:
        inside = ()
    for part in inside:
        yield from every_rule(part)


def choose_rules(rule: Rule, readings: Readings) -> Rule:
    """The rule as the readings choose it, free of ``when``."""
    if isinstance(rule, When):
        chosen = rule.then if getattr(readings, rule.setting) == rule.equals else rule.otherwise
        return choose_rules(chosen, readings)
    if isinstance(rule, AllOf | AnyOf):
        return rule.model_copy(update={"tests": tuple(choose_rules(part, readings) for part in rule.tests)})
    if isinstance(rule, BySize):
        return rule.model_copy(update={name: choose_rules(getattr(rule, name), readings) for name in ("then", "otherwise")})
    return rule


class EvidenceItem(Model):
    """A paper that an indicator asks for."""

    title: Words
    levels: dict[str, Words] = Field(default_factory=dict)
    """For titles: level as scenarios write it to its name, lowest first."""


class StatedFigure(Model):
    """A figure that the plan does not decide and a scenario states, such as a water reuse rate."""

    unit: str
    """Unit; "1" for a share, which is shown in percent."""
    title: Words
    meaning: Words
    """What is divided by what, so that two people would state the same number."""
    least: Number | None = None
    """Smallest value that can be."""
    most: Number | None = None
    """Largest value that can be."""


class Indicator(Model):
    """One row of the index."""

    id: str
    row: int
    level1: Text
    title: Text
    note: Text | None = None
    requirements: dict[TierId, Text]
    """The words of the index (Chinese verbatim) by tier."""
    tests: dict[TierId, Rule]
    """Exactly one rule per tier; a missing tier is an error."""
    span: dict[str, Any] = Field(default_factory=dict)
    """How sure the split of the source table's merged cells is; empty where the table is clear."""


class ReadingChoice(Model):
    """One reading in an index file."""

    choice: str | int | float | bool
    alternatives: tuple[str | int | float | bool, ...] = ()
    basis: Literal["text", "evidence", "project"]
    """Forced by the text, pointed to by siblings, or the file's own choice."""
    why: Words


class Index(Model):
    """An index edition with its readings resolved: every test is free of ``when``."""

    id: str
    title: Text
    edition: Words
    dated: str = "unknown"
    """Day or month of issue."""
    status: Words
    source: Words
    sha256: str
    """Of the index file."""
    tiers: tuple[TierId, ...]
    """Loosest first."""
    nested: bool
    """Whether a tier implies those before it."""
    tier_titles: dict[TierId, Text]
    preamble: tuple[Text, ...] = ()
    """The numbered items before the table."""
    readings: dict[str, ReadingChoice]
    """As the index file chooses; what a scenario chose instead is in ``Readings``."""
    evidence: dict[str, EvidenceItem]
    stated_figures: dict[str, StatedFigure] = Field(default_factory=dict)
    indicators: tuple[Indicator, ...]

    @property
    def edition_line(self) -> str:
        """The edition in both languages, as plans name it."""
        return " / ".join(dict.fromkeys((self.edition.zh, self.edition.en)))
