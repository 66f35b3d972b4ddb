"""An index file as written, and how it becomes an Index: cells spread over tiers, readings applied (指标体系文件)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from planner.domain.base import Model, Text, Words
from planner.domain.tiers import TierId
from planner.index.readings import Readings
from planner.index.rules import EvidenceItem, Index, Indicator, ReadingChoice, Rule, StatedFigure, choose_rules
from planner.index.settings import Setting, is_closed

Tiers = Annotated[tuple[TierId, ...], Field(min_length=1)]
Sentence = Annotated[str, Field(min_length=1)]
ItemId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Cell(Model):
    """One cell of the source table, which may cover several tiers."""

    tiers: Tiers | Annotated[dict[str, dict[str, Tiers]], Field(min_length=1, max_length=1)]
    """Tiers that it covers; where a border is lost, ``{reading: {choice: tiers}}``."""
    zh: Sentence
    """The words of the source."""
    en: Sentence
    """The same in English."""
    test: Rule
    """What it asks, as a rule."""

    def covers(self, choices: dict[str, Setting]) -> tuple[TierId, ...]:
        """The tiers covered under the given choices of readings."""
        if not isinstance(self.tiers, dict):
            return self.tiers
        ((setting, by_choice),) = self.tiers.items()
        return by_choice.get(str(choices[setting]), ())


class Row(Model):
    """One indicator as written."""

    id: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]*$")]
    """Short name in verdicts: ``R06``."""
    row: Annotated[int, Field(ge=1)]
    """Row of the source table."""
    level1: Words
    """Group that it belongs to."""
    title: Words
    """Name."""
    note: Words | None = None
    """What a reader of the verdict has to know."""
    span: dict[str, str | bool] = Field(default_factory=dict)
    """How sure the split of merged cells is."""
    cells: Annotated[tuple[Cell, ...], Field(min_length=1)]
    """Together they cover every tier once."""

    def splits(self) -> dict[str, tuple[str, ...]]:
        """Reading to choices, for cells whose tiers depend on one (a merged cell that has lost a border)."""
        found: dict[str, tuple[str, ...]] = {}
        for cell in self.cells:
            if isinstance(cell.tiers, dict):
                found |= {setting: tuple(by_choice) for setting, by_choice in cell.tiers.items()}
        return found


class Edition(Model):
    """A whole index file."""

    schema_version: Annotated[Literal["planner-index/1"], Field(alias="schema")]
    """File format."""
    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
    """Name in scenarios and plans; a new edition gets a new id."""
    title: Words
    """Name of the index."""
    edition: Words
    """Issuer, number and date as the source states them."""
    dated: Annotated[str, Field(pattern=r"^(\d{4}-\d{2}(-\d{2})?|unknown)$")]
    """Day or month of issue: 2025-12-19, 2026-07, or unknown."""
    status: Words
    """What of this file is sure and what is not."""
    source: Words
    """Where the wording comes from."""
    preamble: tuple[Words, ...] = ()
    """The items before the table."""
    tiers: Tiers
    """Loosest first."""
    nested: bool = True
    """Whether a tier implies those before it. False where tiers are alternatives."""
    tier_titles: dict[TierId, Words]
    """Tier to its name."""
    readings: dict[str, ReadingChoice] = Field(default_factory=dict)
    """How the text is read where it leaves a choice: exactly the readings that the rules go by."""
    evidence: dict[ItemId, EvidenceItem] = Field(default_factory=dict)
    """Papers that rules ask for."""
    stated_figures: dict[ItemId, StatedFigure] = Field(default_factory=dict)
    """Figures that rules ask for and that a scenario states."""
    indicators: Annotated[tuple[Row, ...], Field(min_length=1)]
    """The table."""

    def choices(self) -> dict[str, Setting]:
        """Reading to the choice of this file."""
        return {name: reading.choice for name, reading in self.readings.items()}

    def splits(self) -> dict[str, tuple[str, ...]]:
        """Readings of this file's own naming, with their choices."""
        return {setting: choices for row in self.indicators for setting, choices in row.splits().items() if not is_closed(setting)}


_OWN = ("schema_version", "indicators")
"""What an index does not take from its file as it is."""


def build_index(edition: Edition, readings: Readings, sha256: str) -> Index:
    """The index under ``readings``: one requirement and one test per tier and indicator, free of ``when``."""
    indicators = tuple(_build_indicator(row, edition.tiers, readings) for row in edition.indicators)
    same = {name: getattr(edition, name) for name in Edition.model_fields if name not in _OWN}
    return Index(**same, sha256=sha256, indicators=indicators)


def _build_indicator(row: Row, tiers: tuple[TierId, ...], readings: Readings) -> Indicator:
    cells = {tier: cell for cell in row.cells for tier in cell.covers(readings.choices())}
    return Indicator(
        id=row.id,
        row=row.row,
        level1=row.level1,
        title=row.title,
        note=row.note,
        requirements={tier: Text(zh=cells[tier].zh, en=cells[tier].en) for tier in tiers},
        tests={tier: choose_rules(cells[tier].test, readings) for tier in tiers},
        span=dict(row.span),
    )
