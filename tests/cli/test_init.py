"""A new scenario folder."""

from __future__ import annotations

from pathlib import Path

from planner.errors import Exit
from planner.reading import read_case
from tests.cli.conftest import Run


def test_the_starter_is_bilingual_and_valid(run: Run, tmp_path: Path) -> None:
    result = run("init", tmp_path / "mine")
    file = tmp_path / "mine" / "scenario.yaml"
    assert result.code == Exit.DONE and str(file) in result.out
    text = file.read_text(encoding="utf-8")
    assert "起步情景" in text and "A scenario to start from" in text
    case = read_case(file)
    assert {measure.kind for measure in case.measures.values()} == {"saving", "conversion", "generation", "purchase", "removal"}
    validated = run("validate", file)
    assert validated.code == Exit.DONE
    placeholders = [figure for figure in run("validate", file, "--json").json["figures_unverified"] if figure["source"] == "placeholder"]
    assert len(placeholders) == text.count("source: placeholder") and f"not verified: {len(placeholders)}" in validated.out


def test_a_folder_with_something_in_it_needs_force(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    refused = run("init", tmp_path)
    assert refused.code == Exit.NOT_WRITTEN and "--force" in refused.err and not (tmp_path / "scenario.yaml").exists()
    assert run("init", tmp_path, "--force").code == Exit.DONE
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_file_in_the_place_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("x", encoding="utf-8")
    assert run("init", tmp_path / "mine").code == Exit.NOT_WRITTEN


def test_examples_are_copied_whole(run: Run, tmp_path: Path) -> None:
    assert run("init", tmp_path / "copy", "--example", "auto-parts").code == Exit.DONE
    assert run("validate", tmp_path / "copy" / "scenario.yaml").code == Exit.DONE


def test_an_unknown_example_names_the_known_ones(run: Run, tmp_path: Path) -> None:
    result = run("init", tmp_path / "copy", "--example", "steel")
    assert result.code == Exit.USAGE and "auto-parts" in result.err and not (tmp_path / "copy").exists()


def test_validate_lists_every_problem_with_its_place(run: Run, tmp_path: Path) -> None:
    run("init", tmp_path)
    file = tmp_path / "scenario.yaml"
    text = (
        file.read_text(encoding="utf-8")
        .replace("discount_rate: 0.08 ", "discount_rate: 8 ")
        .replace("lifetime_years: 25", "lifetime_years: -5")
    )
    file.write_text(text, encoding="utf-8")
    result = run("validate", file)
    lines = text.splitlines()
    assert result.code == Exit.INPUT_REFUSED and result.out == ""
    for field in ("discount_rate: 8", "lifetime_years: -5"):
        number = next(i for i, line in enumerate(lines, 1) if field in line)
        assert f"scenario.yaml:{number}:" in result.err
    assert {problem["path"].split(".")[-1] for problem in run("validate", file, "--json").json["problems"]} == {
        "discount_rate",
        "lifetime_years",
    }


def test_validate_json_says_what_is_in_the_file(run: Run, tmp_path: Path) -> None:
    run("init", tmp_path)
    facts = run("validate", tmp_path / "scenario.yaml", "--json").json
    assert facts["valid"] is True and facts["years"][0] == 2026 and "pv" in facts["measures"] and facts["targets"]["zero"] == 2031


def test_settings_and_variants_are_laid_over(run: Run, tmp_path: Path) -> None:
    run("init", tmp_path)
    variant = tmp_path / "late.yaml"
    variant.write_text("schema: planner/1\ntargets: {tiers: {zero: 2032}}\n", encoding="utf-8")
    file = tmp_path / "scenario.yaml"
    assert run("validate", file, "--with", variant, "--json").json["targets"]["zero"] == 2032
    assert run("validate", file, "--with", variant, "--set", "targets.tiers.zero=2030", "--json").json["targets"]["zero"] == 2030
    assert run("validate", file, "--set", "finance.discount=1").code == Exit.INPUT_REFUSED
    without_value = run("validate", file, "--set", "finance.discount_rate")
    assert without_value.code == Exit.USAGE and "path=value" in without_value.err
