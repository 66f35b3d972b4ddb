"""``--set`` arguments."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.domain.base import Constant, Growing
from planner.reading import read_scenario
from tests.reading.samples import GOOD, refused, write


def test_values_are_put_where_the_path_says(tmp_path: Path) -> None:
    scenario, source = read_scenario(
        write(tmp_path, GOOD),
        [
            "measures.pv_roof.limit_size=2900",
            "evidence.0.issuer=天津市工信局",
            "budget.by_year_cny.2026=5e6",
            "measures.pv_roof.capex_cny_per_size.start=3000",
            "commodities.electricity.buy.price_cny_per_unit.value=700",
            "measures.led.limit_size_per_year.2028=5",
            "measures.led.excludes=[pv_roof]",
            "end_uses.lighting=null",
            "index.settings.cap=0.4",
            "carbon_price.covers=null",
        ],
    )
    pv, led = scenario.measures["pv_roof"], scenario.measures["led"]
    assert pv.kind == "generation" and pv.limit_size == 2900
    assert pv.capex_cny_per_size == Growing(start=3000, start_year=2026, growth_per_year=-0.02)
    assert led.kind == "saving" and led.limit_size_per_year == {2026: 100, 2027: 200, 2028: 5} and led.excludes == ("pv_roof",)
    assert scenario.evidence[0].issuer == "天津市工信局"
    assert scenario.carbon_price is None
    assert scenario.budget is not None and scenario.budget.by_year_cny == {2026: 5e6}
    buy = scenario.commodities["electricity"].buy
    assert buy is not None and buy.price_cny_per_unit == Constant(value=700)
    assert scenario.end_uses == {} and scenario.index.settings["cap"] == 0.4
    problem = source.problem(("measures", "pv_roof", "limit_size"), "太大", "too large")
    assert problem.say("en") == "--set measures.pv_roof.limit_size=2900: measures.pv_roof.limit_size: too large"


@pytest.mark.parametrize(
    ("argument", "path", "said"),
    [
        ("measures.pv_rof.limit_size=2", "measures.pv_rof.limit_size", "did you mean `pv_roof`?"),
        ("measures.pv_roof.limit_sise=2", "measures.pv_roof.limit_sise", "did you mean `limit_size`?"),
        ("mesures.pv_roof.limit_size=2", "mesures.pv_roof.limit_size", "did you mean `measures`?"),
        ("measures.pv_roof.limit_size=abc", "measures.pv_roof.limit_size", "got `abc`"),
        ('measures.pv_roof.limit_size="5"', "measures.pv_roof.limit_size", "drop the quotes"),
        ("measures.pv_roof.kind=sun", "measures.pv_roof.kind", "`generation`"),
        ("evidence.3.issuer=x", "evidence.3.issuer", "give 0 to 0"),
        ("evidence.first.issuer=x", "evidence.first.issuer", "no item `first`"),
        ("budget.total_cny=-1", "budget.total_cny", "≥ 0 [CNY]"),
        ("commodities.electricity.demand_per_year.valu=3", "commodities.electricity.demand_per_year.valu", "did you mean `value`?"),
        ("measures.pv_roof.capex_cny_per_size.value=3", "measures.pv_roof.capex_cny_per_size.value", "set all of it"),
        ("factory.founded_year.x=1", "factory.founded_year.x", "has no parts"),
        ("measures.led.saves.cooling=2", "measures.led.saves.cooling", "< 1"),
        ("measures.new_one=5", "measures.new_one", "got `5`"),
        ("measures.pv_rof=null", "measures.pv_rof", "did you mean `pv_roof`?"),
        ("schema=planner/2", "schema", "planner/1"),
        ("name", "name", "write path=value"),
        ("=5", "argument", "write path=value"),
        ("finance..x=5", "finance..x", "write path=value"),
        ("name=", "name", "no value"),
        ("name=[1", "name", "not valid YAML"),
        ("name=&a x", "name", "anchors"),
        ("name=a\x1b[31m", "name", "invisible"),
        ("finance.discount_rate=.nan", "finance.discount_rate", "finite"),
    ],
)
def test_what_cannot_be_set_is_refused_by_name(tmp_path: Path, argument: str, path: str, said: str) -> None:
    problems = refused(write(tmp_path, GOOD), argument)
    assert len(problems) == 1, [problem.say("en") for problem in problems]
    assert problems[0].path == path and said in problems[0].en, problems[0].say("en")
    assert problems[0].line == 0 and problems[0].file == f"--set {argument}"


def test_deleting_what_is_needed_names_it(tmp_path: Path) -> None:
    (problem,) = refused(write(tmp_path, GOOD), "horizon=null")
    assert problem.path == "horizon" and "missing `horizon`" in problem.en


def test_the_same_path_twice_is_refused(tmp_path: Path) -> None:
    (problem,) = refused(write(tmp_path, GOOD), "gwp_edition=ar6", "gwp_edition=ar4")
    assert "set twice" in problem.en


def test_arguments_come_after_variants(tmp_path: Path) -> None:
    variant = write(tmp_path, "schema: planner/1\nfinance: {discount_rate: 0.05}\n", "v.yaml")
    scenario, _ = read_scenario(write(tmp_path, GOOD), ["finance.discount_rate=0.03"], [variant])
    assert scenario.finance.discount_rate == 0.03


def test_problems_of_file_and_arguments_come_together(tmp_path: Path) -> None:
    problems = refused(write(tmp_path, GOOD.replace("gwp_edition: ar5", "gwp_edition: ar7")), "name=5", "nam=x")
    assert {problem.file.split("/")[-1] for problem in problems} == {"scenario.yaml", "--set name=5", "--set nam=x"}
