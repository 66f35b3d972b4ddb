"""Reading a scenario: what is accepted, where problems point, how files combine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from planner.domain.base import ByYear, Growing
from planner.domain.scenario import Scenario
from planner.errors import Problem
from planner.reading import Source, read_scenario, scenario_schema
from tests.reading.samples import GOOD, changed, refused, write

FACTOR = "commodities.electricity.emissions.co2_t_per_unit"
PRICE = "commodities.electricity.buy.price_cny_per_unit"


def test_good_scenario_is_read_as_typed(tmp_path: Path) -> None:
    scenario, source = read_scenario(write(tmp_path, GOOD))
    assert scenario.factory.name.zh == "甲厂" and scenario.name.en == "示例"
    assert scenario.index.settings == {"share_basis": "total", "cap": 0.5, "strict": True}
    assert scenario.end_uses["lighting"].demand_per_year == 1000.0
    assert scenario.evidence[0].valid_from.isoformat() == "2024-05-01"
    emissions = scenario.commodities["electricity"].emissions
    assert emissions is not None and emissions.co2_t_per_unit == ByYear(by_year={2025: 0.6, 2026: 0.5}, source="假设")
    assert source.folder == tmp_path.resolve() and source.files == (tmp_path / "scenario.yaml",)


def test_crlf_and_gb18030_read_the_same(tmp_path: Path) -> None:
    plain, _ = read_scenario(write(tmp_path, GOOD))
    for raw in (GOOD.replace("\n", "\r\n").encode(), GOOD.encode("gb18030"), GOOD.encode("utf-8-sig"), GOOD.replace("\n", "\r").encode()):
        assert read_scenario(write(tmp_path, raw))[0] == plain


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "path", "said"),
    [
        ("base_year: 2025\n", "base_year: 2025.0\n", 12, 14, "horizon.base_year", "without decimal point"),
        ("discount_rate: 0.08", 'discount_rate: "0.08"', 16, 18, "finance.discount_rate", "drop the quotes"),
        ("discount_rate: 0.08", "discount_rate: 0.8", 16, 18, "finance.discount_rate", "≥ 0 and ≤ 0.5 [share"),
        ("discount_rate: 0.08", "discount_rate: 8%", 16, 18, "finance.discount_rate", "percentage"),
        ("discount_rate: 0.08", "discount_rate: true", 16, 18, "finance.discount_rate", "no numbers"),
        ("discount_rate: 0.08", "discount_rate: ０.０８", 16, 18, "finance.discount_rate", "type 0.08"),
        ("discount_rate: 0.08", "discount_rate: NaN", 16, 18, "finance.discount_rate", "finite"),
        ("discount_rate: 0.08", "discount_rate: .nan", 16, 18, "finance.discount_rate", "not a finite number"),
        ("discount_rate: 0.08", "discount_rate: -.inf", 16, 18, "finance.discount_rate", "not a finite number"),
        ("discount_rate: 0.08", "discount_rate: 1e999", 16, 18, "finance.discount_rate", "too large"),
        ("discount_rate: 0.08", "discount_rate: 1e-999", 16, 18, "finance.discount_rate", "too small"),
        ("discount_rate: 0.08", "discount_rate:", 16, 3, "finance.discount_rate", "nothing (null)"),
        ("discount_rate: 0.08", "discount_rate: [0.08]", 16, 3, "finance.discount_rate", "a list"),
        ("discount_rate: 0.08\n", "\n", 15, 1, "finance.discount_rate", "missing `discount_rate`"),
        ("basis: real", "basis: reel", 17, 24, "finance.discount_rate_basis", "did you mean `real`?"),
        ("first_year: 2026", "first_yaer: 2026", 13, 3, "horizon.first_yaer", "did you mean `first_year`?"),
        ("price_year: 2025", "price_year: 20250", 18, 15, "finance.price_year", "≤ 2100"),
        ("founded_year: 2005", "founded_year: 2005年", 6, 17, "factory.founded_year", "the number 2005"),
        ("name: 电", "name: 123", 27, 11, "commodities.electricity.name", "quotes around it"),
        ("name: {zh: 甲厂, en: Plant A}", "name: {zh: 甲厂}", 4, 3, "factory.name.en", "missing `en`"),
        ("category: electricity", "category: electrcity", 28, 15, "commodities.electricity.category", "did you mean `electricity`?"),
        ("unit: MWh", 'unit: ""', 29, 11, "commodities.electricity.unit", "not empty"),
        ("price_cny_per_unit: 650", "price_cny_per_unit: 6,500", 33, 27, PRICE, "no thousands separators"),
        ("price_cny_per_unit: 650", "price_cny_per_unit: 0.65 元/kWh", 33, 27, PRICE, "0.65 alone"),
        ("price_cny_per_unit: 650", 'price_cny_per_unit: "650"', 33, 27, PRICE, "drop the quotes"),
        ("price_cny_per_unit: 650", "price_cny_per_unit: 2e15", 33, 27, PRICE, "1e+15 [CNY/unit]"),
        ("{by_year: {2025: 0.6,", "{by_yaer: {2025: 0.6,", 31, 7, FACTOR, "`by_year`?"),
        ("{by_year: {2025: 0.6, 2026: 0.5}, source: 假设}", "{2025: 0.6}", 31, 7, FACTOR, "under `by_year`"),
        ("{by_year: {2025: 0.6,", "{by_year: {2025: x,", 31, 40, FACTOR + ".by_year.2025", "[t/unit]"),
        ("{by_year: {2025: 0.6,", "{by_year: {2025年: 0.6,", 31, 34, FACTOR + ".by_year.2025年", "example 2025"),
        ("{by_year: {2025: 0.6,", "{by_year: {'2025': 0.6,", 31, 34, FACTOR + ".by_year.2025", "drop the quotes"),
        ("{by_year: {2025: 0.6,", "{by_year: {1025: 0.6,", 31, 34, FACTOR + ".by_year.1025", "≥ 1990"),
        ("by_year: {2025: 0.6, 2026: 0.5}", "by_year: {}", 31, 24, FACTOR + ".by_year", "at least 1 entry"),
        ("source: 假设}", "sorce: 假设}", 31, 57, FACTOR + ".sorce", "did you mean `source`?"),
        ("carrier: electricity", "carrier: electri-city", 38, 14, "end_uses.lighting.carrier", "for example `electri_city`"),
        ("  pv_roof:", "  pv-roof:", 49, 3, "measures.pv-roof", "can't be used"),
        ("kind: generation", "kind: generaton", 50, 11, "measures.pv_roof.kind", "did you mean `generation`?"),
        ("    kind: generation\n", "\n", 49, 3, "measures.pv_roof", "missing `kind`"),
        ("lifetime_years: 10", "lifetime_years: 1e1", 46, 21, "measures.led.lifetime_years", "whole number ≥ 1 and ≤ 100"),
        ("{2026: 100, 2027: 200}", "lots", 48, 26, "measures.led.limit_size_per_year", "a number ≥ 0, or a mapping of year to value"),
        ("{2026: 100, 2027: 200}", "-5", 48, 26, "measures.led.limit_size_per_year", "got `-5`"),
        ("{2026: 100, 2027: 200}", "{2026: -1}", 48, 33, "measures.led.limit_size_per_year.2026", "got `-1`"),
        ("{lighting: 0.3}", "{}", 47, 5, "measures.led.saves", "at least 1 entry"),
        ("      - {measure: led, size_per_size: 2}", "      measure: led", 57, 5, "measures.pv_roof.requires", "a list, each item"),
        ("- {measure: led, size_per_size: 2}", "- led", 58, 9, "measures.pv_roof.requires.0", "a mapping; its keys: `measure`"),
        ("strict: true", "strict: [1]", 10, 44, "index.settings.strict", "text, or a number, or true or false"),
        ("  per: output_value", "  per: 5", 60, 8, "intensity.per", "`product`"),
        ("2024-05-01", "2024-5-1", 72, 17, "evidence.0.valid_from", "a date such as"),
        ("2024-05-01", "2024-13-01", 72, 17, "evidence.0.valid_from", "a date such as"),
        ("2024-05-01", "20240501", 72, 17, "evidence.0.valid_from", "a date such as"),
        ('"2027-04-30"', '"1699920000"', 73, 15, "evidence.0.valid_to", "a date such as"),
        ("item: green", "item: Green-", 70, 11, "evidence.0.item", "lower-case"),
        ("schema: planner/1", "schema: planner/2", 1, 9, "schema", "reads `planner/1` only"),
        ("schema: planner/1\n", "\n", 2, 1, "schema", "missing `schema`"),
        ("gwp_edition: ar5", "gwp_edition: yes", 24, 14, "gwp_edition", "`ar6`"),
    ],
)  # fmt: skip
def test_one_mistake_gives_one_problem_at_its_place(
    tmp_path: Path, old: str, new: str, line: int, column: int, path: str, said: str
) -> None:
    problems = refused(write(tmp_path, changed(old, new)))
    assert len(problems) == 1, [problem.say("en") for problem in problems]
    problem = problems[0]
    assert (problem.line, problem.column, problem.path) == (line, column, path), problem.say("en")
    assert said in problem.en, problem.en
    assert problem.excerpt == changed(old, new).split("\n")[line - 1].rstrip()
    assert any("\u4e00" <= character <= "\u9fff" for character in problem.zh)


def test_truth_values_are_true_and_false_only(tmp_path: Path) -> None:
    (problem,) = refused(write(tmp_path, changed("    name: LED\n", "    name: LED\n    substitution: yes\n")))
    assert problem.path == "measures.led.substitution" and "write true or false" in problem.en and "true 或 false" in problem.zh


def test_all_problems_come_at_once_in_order_of_lines(tmp_path: Path) -> None:
    text = (
        GOOD.replace("first_year", "first_yaer")
        .replace("discount_rate: 0.08", "discount_rate: *x")
        .replace("650", "abc")
        .replace("LED", "7")
    )
    problems = refused(write(tmp_path, text))
    assert [problem.line for problem in problems] == [13, 16, 33, 43]
    assert "aliases" in problems[1].en


def test_a_tag_that_is_also_a_key_is_not_mistaken(tmp_path: Path) -> None:
    text = changed("price_cny_per_unit: 650", "price_cny_per_unit: {value: 650, vale: 3}")
    (problem,) = refused(write(tmp_path, text))
    assert (
        problem.path == "commodities.electricity.buy.price_cny_per_unit.vale" and problem.column == text.split("\n")[32].index("vale:") + 1
    )


def test_words_of_yaml_1_1_are_text(tmp_path: Path) -> None:
    for word in ("no", "on", "12:30", "1_000"):
        scenario, _ = read_scenario(write(tmp_path, changed("name: 电", f"name: {word}")))
        assert scenario.commodities["electricity"].name.zh == word


# ---- several files ----

VARIANT = "schema: planner/1\n"


def test_variant_merges_replaces_and_deletes(tmp_path: Path) -> None:
    variant = write(
        tmp_path / "scenarios",
        VARIANT
        + "finance: {discount_rate: 0.05}\nmeasures:\n  led: null\n  pv_roof:\n    capex_cny_per_size: {value: 3}\n    requires: []\n"
        + "commodities: {electricity: {emissions: {co2_t_per_unit: {by_year: {2026: 0.4}}}}}\n",
        "near.yaml",
    )
    scenario, source = read_scenario(write(tmp_path / "plant", GOOD), variants=[variant])
    assert scenario.finance.discount_rate == 0.05 and scenario.finance.price_year == 2025
    assert list(scenario.measures) == ["pv_roof"]
    assert scenario.measures["pv_roof"].requires == ()
    emissions = scenario.commodities["electricity"].emissions
    assert emissions is not None and emissions.co2_t_per_unit == ByYear(by_year={2026: 0.4})
    problem = source.problem(("finance", "discount_rate"), "错", "wrong")
    assert problem.file == str(variant) and problem.line == 2
    assert source.problem(("finance", "price_year"), "错", "wrong").file.endswith("scenario.yaml")


def test_a_variant_alone_is_told_apart(tmp_path: Path) -> None:
    (problem,) = refused(
        write(tmp_path, VARIANT + "finance: {discount_rate: 0.05, discount_rate_basis: real, price_year: 2025, payment_timing: mid_year}\n")
    )
    assert "missing `name`, `factory`" in problem.en and "if this is a variant" in problem.en and "变体" in problem.zh


def test_another_kind_replaces_the_whole_measure(tmp_path: Path) -> None:
    variant = write(
        tmp_path,
        VARIANT + "measures: {led: {kind: purchase, name: 绿证, commodity: electricity, form: certificate, price_cny_per_mwh: 5}}\n",
        "v.yaml",
    )
    scenario, _ = read_scenario(write(tmp_path, GOOD), variants=[variant])
    assert scenario.measures["led"].kind == "purchase"


def test_problem_in_a_variant_points_into_it(tmp_path: Path) -> None:
    base = write(tmp_path, GOOD)
    (problem,) = refused(base, variants=(write(tmp_path, VARIANT + "finance:\n  discount_rat: 0.05\n", "v.yaml"),))
    assert problem.file.endswith("v.yaml") and (problem.line, problem.column) == (3, 3)
    (problem,) = refused(base, variants=(write(tmp_path, VARIANT + "measures: {pv_rof: null}\n", "v.yaml"),))
    assert "no `pv_rof` to delete" in problem.en and "`pv_roof`?" in problem.en
    (problem,) = refused(base, variants=(write(tmp_path, "finance: {discount_rate: 0.05}\n", "v.yaml"),))
    assert "missing `schema`" in problem.en and problem.file.endswith("v.yaml")
    assert read_scenario(base, variants=[write(tmp_path, VARIANT + "carbon_price: null\n", "v.yaml")])[0].carbon_price is None


def test_extends_stacks_files_and_keeps_places(tmp_path: Path) -> None:
    write(tmp_path, GOOD, "base/plant.yaml")
    write(tmp_path, VARIANT + "finance: {discount_rate: 0.06, price_year: 2024}\n", "money.yaml")
    main = write(tmp_path, VARIANT + "extends: [base/plant.yaml, money.yaml]\nfinance: {discount_rate: 0.07}\n")
    scenario, source = read_scenario(main)
    assert (scenario.finance.discount_rate, scenario.finance.price_year) == (0.07, 2024)
    assert [path.name for path in source.files] == ["scenario.yaml", "plant.yaml", "money.yaml"]
    write(tmp_path, "year,limit\n2026,5\n", "base/limits.csv")
    field = ("commodities", "electricity", "buy", "limit_per_year", "csv")
    assert source.file(field, "limits.csv") == (tmp_path / "base/limits.csv").resolve()
    write(tmp_path, VARIANT + "finance: {discount_rate: -1}\n", "money.yaml")
    main.write_text(VARIANT + "extends: [base/plant.yaml, money.yaml]\n")
    (problem,) = refused(main)
    assert problem.file == str(tmp_path / "money.yaml") and problem.line == 2


def test_extends_cycle_and_chain_are_named(tmp_path: Path) -> None:
    write(tmp_path, VARIANT + "extends: b.yaml\n", "a.yaml")
    write(tmp_path, VARIANT + "extends: a.yaml\n", "b.yaml")
    (problem,) = refused(tmp_path / "a.yaml")
    assert "a.yaml → b.yaml → a.yaml" in problem.en and problem.file.endswith("b.yaml")
    for number in range(12):
        write(tmp_path, VARIANT + f"extends: c{number + 1}.yaml\n", f"c{number}.yaml")
    (problem,) = refused(tmp_path / "c0.yaml")
    assert "longer than 8 steps" in problem.en and "c0.yaml → c1.yaml" in problem.en


def test_extends_bomb_stops(tmp_path: Path) -> None:
    for number in range(7):
        write(tmp_path, VARIANT + f"extends: [{', '.join([f'c{number + 1}.yaml'] * 9)}]\n", f"c{number}.yaml")
    write(tmp_path, VARIANT, "c7.yaml")
    assert any("more than 50 files" in problem.en for problem in refused(tmp_path / "c0.yaml"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("../plant.yaml", "out of the folder"),
        ("/etc/passwd", "absolute"),
        ("C:/plant.yaml", "drive"),
        ("C:plant.yaml", "drive"),
        ("..\\\\plant.yaml", "backslash"),
        ("\\\\\\\\server\\\\share\\\\x.yaml", "backslash"),
        ("//server/share/x.yaml", "absolute"),
        ("~/plant.yaml", "absolute"),
        ("https://example.org/x.yaml", "URL"),
        ("link.yaml", "out of the folder"),
        ("linked/plant.yaml", "out of the folder"),
        ("inner", "not a regular file"),
        ("NUL.yaml", "device"),
        ("inne.yaml", "did you mean `inner.yaml`?"),
        (" inner.yaml", "spaces"),
        ("", "empty"),
    ],
)
def test_no_path_leaves_its_folder(tmp_path: Path, text: str, said: str) -> None:
    write(tmp_path, GOOD, "plant.yaml")
    write(tmp_path, GOOD, "case/inner.yaml")
    (tmp_path / "case/inner").mkdir()
    (tmp_path / "case/link.yaml").symlink_to(tmp_path / "plant.yaml")
    (tmp_path / "case/linked").symlink_to(tmp_path)
    main = write(tmp_path / "case", VARIANT + f'extends: "{text}"\n')
    (problem,) = refused(main)
    assert said in problem.en and (problem.line, problem.path) == (2, "extends")
    source = Source.nowhere(tmp_path / "case")
    answer = source.file(("slices", "csv"), text.replace("\\\\", "\\"))
    assert isinstance(answer, Problem) and said in answer.en and answer.path == "slices.csv"


def test_root_lets_extends_go_up_but_not_out(tmp_path: Path) -> None:
    write(tmp_path, GOOD, "repo/plants/plant.yaml")
    main = write(tmp_path, VARIANT + "extends: ../plants/plant.yaml\n", "repo/scenarios/near.yaml")
    assert "out of the folder" in refused(main)[0].en
    assert read_scenario(main, root=tmp_path / "repo")[0].name.zh == "示例"
    main.write_text(VARIANT + "extends: ../../secret.yaml\n")
    write(tmp_path, GOOD, "secret.yaml")
    assert "out of the folder" in refused(main, root=tmp_path / "repo")[0].en


# ---- source and schema ----


def test_source_falls_back_to_the_deepest_known_ancestor(tmp_path: Path) -> None:
    _, source = read_scenario(write(tmp_path, GOOD))
    missing = source.problem(("measures", "pv_roof", "lifetime_years"), "缺", "missing")
    assert (missing.line, missing.column, missing.path) == (49, 3, "measures.pv_roof.lifetime_years")
    year = source.problem(("measures", "led", "limit_size_per_year", 2027), "错", "wrong")
    assert (year.line, year.column) == (48, 44) and year == source.problem(
        ("measures", "led", "limit_size_per_year", "2027"), "错", "wrong"
    )
    item = source.problem(("evidence", 0, "issuer"), "错", "wrong")
    assert (item.line, item.excerpt) == (71, "    issuer: 工信局")
    assert source.problem(("nothing",), "错", "wrong").line == 1
    nowhere = Source.nowhere(tmp_path).problem(("measures", "x"), "错", "wrong")
    assert nowhere.line == 0 and nowhere.say("en") == "scenario: measures.x: wrong"


def test_schema_describes_every_field_and_its_unit() -> None:
    schema = scenario_schema()
    assert schema["$id"] and schema["title"] and "extends" in schema["properties"]
    assert set(schema["properties"]) - {"extends"} == {field.alias or name for name, field in Scenario.model_fields.items()}
    generation = schema["$defs"]["Generation"]["properties"]
    assert (
        generation["yield_mwh_per_size_year"]["unit"] == "MWh/(size year)"
        and "full-load hours" in generation["yield_mwh_per_size_year"]["description"]
    )
    assert generation["capex_cny_per_size"]["unit"] == "CNY/size" and generation["capex_subsidy_share"]["unit"] == "share"
    for name, definition in schema["$defs"].items():
        for field, entry in definition.get("properties", {}).items():
            assert entry.get("description") or field == "kind", (name, field)
    json.dumps(schema)


def test_model_and_reader_agree_on_a_growing_series() -> None:
    with pytest.raises(ValidationError):
        Growing.model_validate({"start": 1.0, "start_year": "2026", "growth_per_year": 0.0})
