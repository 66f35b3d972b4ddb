"""Whatever is taken out of a scenario or changed in it, resolution gives a case or says what is wrong; it never breaks."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from planner.domain.case import Case
from planner.domain.scenario import Scenario
from planner.errors import InputRefused
from planner.reading import read_case
from planner.reading.resolution import resolve
from planner.reading.source import Source
from tests.reading.resolving import FACTORY, changed

Path_ = tuple[str | int, ...]


def _paths(data: Any, here: Path_ = ()) -> Iterator[Path_]:
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield (*here, key)
        yield from _paths(value, (*here, key))


def _place(data: Any, path: Path_) -> Any:
    for key in path[:-1]:
        data = data[key]
    return data


def _yaml(data: Any) -> str:
    """JSON is YAML, but for years as keys, which stand without quotes."""
    return re.sub(r'"(\d{4})":', r"\1:", json.dumps(data, indent=2, ensure_ascii=False))


def _outcome(data: Any) -> Case | InputRefused | ValidationError:
    try:
        return resolve(Scenario.model_validate_json(json.dumps(data)), Source.nowhere(Path()))
    except (InputRefused, ValidationError) as refused:
        return refused


@pytest.mark.parametrize("section", FACTORY)
def test_taking_anything_out_gives_a_case_or_a_refusal(section: str) -> None:
    for path in _paths(FACTORY[section], (section,)):
        data = copy.deepcopy(FACTORY)
        del _place(data, path)[path[-1]]
        outcome = _outcome(data)
        if isinstance(outcome, InputRefused):
            assert outcome.problems, path


@pytest.mark.parametrize("section", FACTORY)
def test_a_wrong_name_gives_a_case_or_a_refusal(section: str) -> None:
    for path in _paths(FACTORY[section], (section,)):
        data = copy.deepcopy(FACTORY)
        place = _place(data, path)
        if isinstance(place[path[-1]], str):
            place[path[-1]] = "steam"
            _outcome(data)


def test_no_stand_in_reaches_a_case() -> None:
    case = _outcome(FACTORY)
    assert isinstance(case, Case)
    assert not re.search(r"\bnan\b", repr(case))


def test_problems_point_into_the_file(tmp_path: Path) -> None:
    data = changed(("measures.pv.library", "pv_roftop"), ("history.2025.bought.coal", 3))
    file = tmp_path / "scenario.yaml"
    file.write_text(_yaml(data), encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        read_case(file)
    lines = file.read_text(encoding="utf-8").splitlines()
    found = {problem.path: lines[problem.line - 1] for problem in refused.value.problems}
    assert "pv_roftop" in found["measures.pv.library"]
    assert '"coal"' in found["history.2025.bought.coal"]


def test_the_same_case_from_a_file_and_from_data(tmp_path: Path) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_text(_yaml(FACTORY), encoding="utf-8")
    assert read_case(file) == _outcome(FACTORY)
