"""The shipped indexes: one YAML file each. A new index is a new file in ``planner/index/data`` (指标体系目录)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from planner.domain.base import Text
from planner.domain.case import Case, WantedIndex
from planner.domain.scenario import Evidence, IndexChoice
from planner.errors import InputRefused, Problem, UnknownName
from planner.index.edition import Edition, build_index
from planner.index.files import place_in_file, read_edition
from planner.index.needs import find_missing, refuse_need
from planner.index.papers import judge_papers
from planner.index.readings import Readings
from planner.index.rules import Index
from planner.index.settings import Setting, choose_readings, problem_at, suggest
from planner.index.stated import judge_figures
from planner.index.targets import judge_targets

SHIPPED = Path(__file__).parent / "data"
"""Folder of the index files."""
_OWN: Mapping[str, Setting] = MappingProxyType({})
_NOTHING: Mapping[str, Mapping[int, float]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ChosenIndex:
    """An index with the readings that a scenario chose."""

    index: Index
    readings: Readings
    file: IndexChoice | None = None
    """The choice that names a file of the user's own; None for a shipped index."""
    entry: str = "index"
    """Field of the scenario that asks for it: ``index`` or ``further_indexes.0``."""

    @property
    def settings(self) -> dict[str, Setting]:
        """The readings that the index declares, as chosen."""
        chosen = self.readings.choices()
        return {name: chosen[name] for name in self.index.readings}

    def other_choices(self) -> tuple[tuple[str, Setting], ...]:
        """Each reading with each choice that the index file states and that was not taken."""
        chosen = self.settings
        stated = ((name, (reading.choice, *reading.alternatives)) for name, reading in self.index.readings.items())
        return tuple((name, choice) for name, choices in stated for choice in dict.fromkeys(choices) if choice != chosen[name])

    def choose(self, reading: str, choice: Setting) -> ChosenIndex:
        """The same index with one reading chosen otherwise."""
        other = _found(self.file or IndexChoice(id=self.index.id), {**self.settings, reading: choice})
        return replace(other, entry=self.entry, index=other.index.model_copy(update={"tier_titles": self.index.tier_titles}))


def index_ids(folder: Path = SHIPPED) -> tuple[str, ...]:
    """Every index that there is, in alphabetical order."""
    return tuple(sorted(path.stem for path in folder.glob("*.yaml")))


def load_index(index_id: str, settings: Mapping[str, Setting] = _OWN, folder: Path = SHIPPED) -> tuple[Index, Readings]:
    """An index under the index file's own readings, or those of ``settings`` where given. Its tests are free of ``when``."""
    known = index_ids(folder)
    if index_id not in known:
        raise _unknown_index(index_id, known)
    path = folder / f"{index_id}.yaml"
    edition, sha256 = read_edition(path)
    if edition.id != index_id:
        zh, en = f"应与文件名相同：{index_id}", f"must equal the file name: {index_id}"
        raise InputRefused([Problem(str(path), 0, 0, "id", zh, en)])
    return _build(edition, sha256, settings)


def load_index_file(path: Path, settings: Mapping[str, Setting] = _OWN, shown: str | None = None) -> tuple[Index, Readings]:
    """An index from a file of the user's own, named ``shown`` in problems."""
    return _build(*read_edition(path, shown), settings)


def validate_index_file(path: Path) -> Index:
    """The index of a file of the user's own, which may not pass for a shipped one."""
    index, _ = load_index_file(path)
    usurped = _differs_from_shipped(index)
    if usurped is not None:
        raise InputRefused([place_in_file(path, ("id",), usurped)])
    return index


def _build(edition: Edition, sha256: str, settings: Mapping[str, Setting]) -> tuple[Index, Readings]:
    readings = choose_readings(edition.choices(), settings, edition.splits())
    return build_index(edition, readings, sha256), readings


def index_for(case: Case) -> tuple[Index, Readings]:
    """The case's own index with its readings."""
    own = indexes_for(case)[0]
    return own.index, own.readings


def indexes_for(case: Case) -> tuple[ChosenIndex, ...]:
    """The indexes that a case asks for, its own first, with targets, papers and factors checked; InputRefused holds all problems."""
    chosen = choose_indexes(case.wanted_indexes, case.evidence, case.stated_figures)
    missing = [refuse_need(need, one.index.id, one.entry) for one in chosen for need in find_missing(case, one.readings)]
    if missing:
        raise InputRefused(missing)
    return chosen


def choose_indexes(
    wanted: Sequence[WantedIndex], papers: Sequence[Evidence], stated: Mapping[str, Mapping[int, float]] = _NOTHING
) -> tuple[ChosenIndex, ...]:
    """The indexes and readings of a scenario. What it gets wrong is a problem of its file: ids, settings, tiers, papers, figures."""
    problems: list[Problem] = []
    chosen: list[ChosenIndex] = []
    for place, one in enumerate(wanted):
        path, targets = (f"further_indexes.{place - 1}", f"further_indexes.{place - 1}.tiers") if place else ("index", "targets.tiers")
        found = _choose(one.choice, path, problems)
        if found is None:
            continue
        if any(found.index.id == other.index.id for other in chosen):
            problems.append(_at_name(one.choice, path, f"指标体系 {found.index.id} 已列出", f"index {found.index.id} is listed already"))
        problems += judge_targets(found.index, one.targets, targets)
        chosen.append(replace(found, entry=path))
    if len(chosen) == len(wanted):
        problems += judge_papers(papers, {name: item for one in chosen for name, item in one.index.evidence.items()})
        problems += judge_figures(stated, {name: item for one in chosen for name, item in one.index.stated_figures.items()})
    if problems:
        raise InputRefused(problems)
    return tuple(chosen) if len(chosen) == 1 else tuple(_told_apart(one) for one in chosen)


def _told_apart(chosen: ChosenIndex) -> ChosenIndex:
    """The index with its id in the names of its tiers, since two indexes may both have a zero-carbon factory."""
    index = chosen.index
    titles = {tier: Text(zh=f"{name.zh}（{index.id}）", en=f"{name.en} ({index.id})") for tier, name in index.tier_titles.items()}
    return replace(chosen, index=index.model_copy(update={"tier_titles": titles}))


def _choose(choice: IndexChoice, path: str, problems: list[Problem]) -> ChosenIndex | None:
    """The index with the readings chosen, or with its own where the choice is refused; None when there is no index."""
    try:
        found = _found(choice, _OWN)
    except UnknownName as unknown:
        problems.append(problem_at(f"{path}.id", unknown.zh, unknown.en))
        return None
    except InputRefused as refused:
        problems += refused.problems
        return None
    problems += _usurped(choice, found.index, path)
    try:
        return _found(choice, choice.settings)
    except InputRefused as refused:
        problems += [replace(problem, path=f"{path}.{problem.path}") for problem in refused.problems]
    return found


def _found(choice: IndexChoice, settings: Mapping[str, Setting]) -> ChosenIndex:
    """The index that a choice names, under ``settings``."""
    if choice.path is None:
        return ChosenIndex(*load_index(choice.id, settings))
    return ChosenIndex(*load_index_file(Path(choice.path), settings, choice.shown), choice)


def _usurped(choice: IndexChoice, index: Index, path: str) -> list[Problem]:
    """A file that calls itself by the id of a shipped index and differs from it: nobody could tell the two apart in a report."""
    usurped = None if choice.path is None else _differs_from_shipped(index)
    return [] if usurped is None else [_at_name(choice, path, usurped.zh, usurped.en)]


def _differs_from_shipped(index: Index) -> Text | None:
    """The sentence about an index that bears the id of a shipped one and is not that one."""
    if index.id not in index_ids() or load_index(index.id)[0].sha256 == index.sha256:
        return None
    return Text(
        zh=f"文件的 id {index.id} 是内置指标体系的编号，内容却不同；请在文件中另起 id",
        en=f"the file calls itself {index.id} like a shipped index and differs from it; give it an id of its own",
    )


def _at_name(choice: IndexChoice, path: str, zh: str, en: str) -> Problem:
    """A problem at whatever names the index."""
    return problem_at(f"{path}.{'id' if choice.path is None else 'file'}", zh, en)


def _unknown_index(index_id: str, known: tuple[str, ...]) -> UnknownName:
    hint, listed = suggest(index_id, known), ", ".join(known)
    return UnknownName(f"没有指标体系“{index_id}”{hint.zh}现有：{listed}。", f"there is no index {index_id!r}{hint.en} Known: {listed}.")
