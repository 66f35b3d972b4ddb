"""Runs the judge on every situation of the YAML files in this folder."""

from __future__ import annotations

from typing import Any

import pytest

from planner.domain.tiers import Status
from tests.cases.situations import FOLDER, by_indicator, judge_situation, read_yaml

THRESHOLDS = ("thresholds.yaml", "thresholds_of_others.yaml")
SITUATIONS = [
    pytest.param(given, id=f"{path.stem}: {given['name']}")
    for path in sorted(FOLDER.glob("*.yaml"))
    if path.name not in THRESHOLDS
    for given in read_yaml(path.name)
]
EDGES = [
    pytest.param(
        row, value, status, id=f"{row.get('index', '')} {row['indicator']} {row['tier']} {row.get('metric') or row['stated']} {value!r}"
    )
    for name in THRESHOLDS
    for row in read_yaml(name)
    for value, status in row["edges"]
]


@pytest.mark.parametrize("given", SITUATIONS)
def test_situation(given: dict[str, Any]) -> None:
    found = by_indicator(judge_situation(given))
    assert {name: found[name].status.value for name in given["expect"]} == given["expect"]
    for name, branch in given.get("branch", {}).items():
        assert found[name].branch == branch
    for name, missing in given.get("missing", {}).items():
        assert list(found[name].missing) == missing
    for name, words in given.get("says", {}).items():
        told = " ".join(f"{reason.zh} {reason.en}" for reason in found[name].reasons)
        assert [part for part in words if part not in told] == [], told


@pytest.mark.parametrize(("row", "value", "status"), EDGES)
def test_edge(row: dict[str, Any], value: float, status: str) -> None:
    stated = {row["stated"]: {2026: value}} if "stated" in row else {}
    figures = {**row.get("with", {}), **({row["metric"]: value} if "metric" in row else {})}
    past = {2024: row.get("size", {})}
    given = {
        **row,
        "year": 2026,
        "history": past,
        "years": {2025: {}, 2026: figures},
        "evidence": row.get("evidence", []),
        "stated": stated,
    }
    verdict = by_indicator(judge_situation(given))[row["indicator"]]
    assert verdict.status.value == status
    if verdict.margin is not None and abs(verdict.margin) > 1e-6 and not row.get("with"):
        assert (verdict.margin > 0) == (verdict.status is Status.MET)
