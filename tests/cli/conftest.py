"""A command line whose solver is replaced, so that every outcome can be brought about."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from planner import pathway
from planner.cli import loading, main
from planner.domain.case import Case
from planner.domain.outcome import Outcome
from planner.domain.plan import Commitment, Plan, Request
from tests.report.samples import sample_case, sample_outcome


@dataclass(frozen=True)
class Result:
    """What one command line left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output, which must be JSON and nothing else."""
        return json.loads(self.out)


Run = Callable[..., Result]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command line in this process, in English unless it says otherwise."""
    monkeypatch.setenv("PLANNER_LANG", "en")
    monkeypatch.setenv("COLUMNS", "200")

    def run_line(*words: str | Path) -> Result:
        capsys.readouterr()
        code = main([str(word) for word in words])
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return run_line


@dataclass
class Stub:
    """What the replaced pathway returns, and what it was asked."""

    outcome: Outcome | BaseException
    requests: list[Request] = field(default_factory=list)
    proved: list[bool] = field(default_factory=list)
    """For each plan that was judged: whether with ``--prove``."""
    by_request: dict[str, Outcome] = field(default_factory=dict)
    """``reference``, ``no_target`` or the highest tier to its own outcome."""
    committed: list[Commitment] = field(default_factory=list)
    after_commitment: Outcome | None = None
    """The outcome of every run under a commitment, if not the one that it would have without."""

    def run(
        self,
        case: Case,
        request: Request,
        *,
        time_limit_s: float | None = None,
        committed: Commitment | None = None,
        name_clash: bool = True,
        effort: object = None,
    ) -> Outcome:
        self.requests.append(request)
        if committed is not None:
            self.committed.append(committed)
            if self.after_commitment is not None:
                return self.after_commitment
        name = request.tiers[-1].tier if request.tiers else "no_target" if request.new_measures else "reference"
        if isinstance(self.outcome, BaseException):
            raise self.outcome
        if name in self.by_request:
            return self.by_request[name]
        return self.outcome if request.tiers else sample_outcome(request=request, cost=1_000_000.0)

    def check(self, case: Case, plan: Plan, *, prove: bool = False) -> Outcome:
        self.proved.append(prove)
        return self.run(case, plan.request)


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Stub:
    """The pathway returns what the test says; the scenario is the sample case whatever file is named."""
    stub = Stub(sample_outcome())
    monkeypatch.setattr(pathway.Pathways, "run", lambda self, *given, **limits: stub.run(self.case, *given, **limits))
    monkeypatch.setattr(pathway.Pathways, "check", lambda self, plan, **how: stub.check(self.case, plan, **how))
    monkeypatch.setattr(pathway.Pathways, "compare_readings", lambda self, outcome: outcome)
    monkeypatch.setattr(loading, "load_case", lambda *_: sample_case())
    return stub
