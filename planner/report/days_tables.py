"""Typical days against all hours of the year, in tables and as JSON."""

from __future__ import annotations

from typing import Any

from planner.aggregation.accuracy import Accuracy, Both, PaidPrice, ProfileError, SelfUse
from planner.domain.case import Case
from planner.report.days_phrases import PHRASES
from planner.report.documents import plain
from planner.report.resolution_words import resolution_document, typical_days_table
from planner.report.table import Cell, Column, Quantity, Table

NOTHING = 1e-9
"""Relative; smaller differences are rounding."""


def days_views(case: Case, typical: Case, accuracy: Accuracy) -> tuple[Table, ...]:
    """Which days, how far off, and the calendar."""
    return (
        typical_days_table(typical),
        profiles_table(accuracy),
        self_use_table(accuracy),
        paid_table(accuracy),
        calendar_table(case, typical),
    )


def _column(key: str, *, numeric: bool = False, unit: str = "") -> Column:
    return Column(key, PHRASES[key], numeric=numeric, unit=unit)


def _share(value: float) -> Quantity:
    return Quantity(value if abs(value) > NOTHING else 0.0, "1")


def profiles_table(accuracy: Accuracy) -> Table:
    """One row per load, generation and price."""
    errors = ("total_error", "duration_error")
    columns = (
        _column("profile"), _column("unit"), _column("mean", numeric=True), *(_column(key, numeric=True, unit="1") for key in errors),
        _column("peak", numeric=True), _column("peak_error", numeric=True, unit="1"), _column("billed_error", numeric=True, unit="1"),
        _column("worst_month", numeric=True), _column("worst_error", numeric=True, unit="1"),
    )  # fmt: skip
    return Table("profiles", PHRASES["profiles_title"], columns, tuple(_profile_row(profile) for profile in accuracy.profiles))


def _profile_row(profile: ProfileError) -> tuple[Cell, ...]:
    worst = next((month for month in [profile.worst_month] if month and abs(profile.monthly_peaks[month].error) > NOTHING), None)
    return (
        PHRASES[profile.kind].fill(name=profile.name), profile.unit, Quantity(profile.mean, ""),
        _share(profile.total.error), _share(profile.duration_error), Quantity(profile.peak.full, ""), _share(profile.peak.error),
        _share(profile.billed.error), worst, None if worst is None else _share(profile.monthly_peaks[worst].error),
    )  # fmt: skip


def self_use_table(accuracy: Accuracy) -> Table:
    """Share of generation that is used on site, at the existing and at the largest size."""
    columns = (
        _column("measure"), _column("size_is"), _column("size", numeric=True),
        *(_column(key, numeric=True, unit="1") for key in ("full", "typical", "difference")),
    )  # fmt: skip
    return Table("self_use", PHRASES["self_use_title"], columns, tuple(_self_use_row(use) for use in accuracy.self_use))


def _self_use_row(use: SelfUse) -> tuple[Cell, ...]:
    size, share = Quantity(use.size, use.size_unit), use.share
    return (use.name, PHRASES[use.size_is], size, _share(share.full), _share(share.typical), _share(use.difference))


def paid_table(accuracy: Accuracy) -> Table:
    """Mean price that the load pays."""
    unit = "CNY/MWh"
    columns = (
        _column("commodity"), _column("full", numeric=True, unit=unit), _column("typical", numeric=True, unit=unit),
        _column("error", numeric=True, unit="1"),
    )  # fmt: skip
    return Table("paid_prices", PHRASES["paid_title"], columns, tuple(_paid_row(paid, unit) for paid in accuracy.paid_prices))


def _paid_row(paid: PaidPrice, unit: str) -> tuple[Cell, ...]:
    return (paid.name, Quantity(paid.price.full, unit), Quantity(paid.price.typical, unit), _share(paid.price.error))


def calendar_table(case: Case, typical: Case) -> Table:
    """Month by month the number of the typical day that stands for each day."""
    number = {day: place for place, day in enumerate(sorted(set(typical.representatives)), 1)}
    hours = len(case.slices) // len(typical.representatives)
    by_month: dict[str, list[str]] = {}
    for day, representative in enumerate(typical.representatives):
        by_month.setdefault(", ".join(map(str, case.slices[hours * day].months)), []).append(str(number[representative]))
    rows = tuple((month, " ".join(days)) for month, days in by_month.items())
    return Table("calendar", PHRASES["calendar_title"], (_column("month"), _column("days")), rows)


def days_document(case: Case, typical: Case, accuracy: Accuracy) -> dict[str, Any]:
    """The same unrounded, with every month's peak and the day that stands for each day."""
    return {
        "scenario": plain(case.name),
        "scenario_sha256": case.scenario_sha256,
        **resolution_document(typical),
        "representatives": list(typical.representatives),
        "profiles": [
            {
                **plain(profile), "total": _both(profile.total), "peak": _both(profile.peak), "billed": _both(profile.billed),
                "monthly_peaks": {str(month): _both(peak) for month, peak in profile.monthly_peaks.items()},
            }
            for profile in accuracy.profiles
        ],
        "self_use": [plain(use) for use in accuracy.self_use],
        "paid_prices": [{**plain(paid), "price": _both(paid.price)} for paid in accuracy.paid_prices],
        "warnings": plain(case.notices),
    }  # fmt: skip


def _both(both: Both) -> dict[str, float]:
    return {"full": both.full, "typical": both.typical, "error": both.error}
