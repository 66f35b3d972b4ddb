"""Tiers by year against the tiers of an index."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from planner.domain.case import WantedIndex
from planner.domain.scenario import IndexChoice
from planner.errors import InputRefused
from planner.index import choose_indexes, load_index
from planner.index.targets import judge_targets
from tests.builders import BINHAI

INDEX = load_index(BINHAI)[0]


@pytest.mark.parametrize(
    ("targets", "path", "told"),
    [
        ({"low": 2027, "neer": 2029}, "targets.tiers.neer", "did you mean near?"),
        ({"low": 2029, "near": 2027}, "targets.tiers.near", "year 2027 of near is before year 2029 of low"),
        ({"zero": 2027, "low": 2028}, "targets.tiers.zero", "year 2027 of zero is before year 2028 of low"),
    ],
)
def test_wrong_targets_are_refused(targets: Mapping[str, int], path: str, told: str) -> None:
    (problem,) = judge_targets(INDEX, targets, "targets.tiers")
    assert problem.path == path and told in problem.en and problem.zh != problem.en


def test_tiers_in_one_year_and_in_any_order_of_the_file_pass() -> None:
    assert judge_targets(INDEX, {"zero": 2030, "near": 2030, "low": 2026}, "targets.tiers") == []


def test_size_classes_need_no_order() -> None:
    classes = INDEX.model_copy(update={"nested": False})
    assert judge_targets(classes, {"low": 2030, "near": 2027}, "targets.tiers") == []


def test_problems_of_a_further_index_stand_at_its_place() -> None:
    own = WantedIndex(IndexChoice(id=BINHAI), {"low": 2027})
    again = WantedIndex(IndexChoice(id=BINHAI, settings={"trend_falls": 9.0}), {"gold": 2027})
    unknown = WantedIndex(IndexChoice(id="binhai-2202"), {"low": 2027})
    with pytest.raises(InputRefused) as caught:
        choose_indexes([own, again, unknown], ())
    assert [problem.path for problem in caught.value.problems] == [
        "further_indexes.0.settings.trend_falls", "further_indexes.0.id", "further_indexes.0.tiers.gold", "further_indexes.1.id",
    ]  # fmt: skip
