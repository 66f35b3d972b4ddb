"""The JSON Schema of a scenario file, for editors that complete and check while typing."""

from __future__ import annotations

from typing import Any

from planner.domain.scenario import Scenario
from planner.files.shape import unit_of

SCHEMA_ID = "urn:planner:scenario:1"


def scenario_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of ``Scenario`` with titles, descriptions from the docstrings, and units."""
    body = Scenario.model_json_schema(by_alias=True)
    for definition in (body, *body["$defs"].values()):
        for name, entry in definition.get("properties", {}).items():
            _describe(name, entry)
    body["properties"]["extends"] = {
        "title": "extends",
        "description": "Other scenario files underneath this one, relative to this file.",
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}],
    }
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "planner scenario (规划情景)",
    }
    return head | {key: value for key, value in body.items() if key != "title"}


def _describe(name: str, entry: dict[str, Any]) -> None:
    """The field's own name as title, and its unit."""
    entry["title"] = name
    if unit := unit_of(name, entry.get("description", "")):
        entry["unit"] = unit
