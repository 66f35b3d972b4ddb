"""Solves of one command: progress on the terminal, the exit codes that they deserve, and no request solved twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.cli.phrases import PHRASES
from planner.cli.session import Session
from planner.errors import Exit, NoPlanInTime, Unbounded
from planner.language import Pair

if TYPE_CHECKING:
    from planner.domain.effort import Effort
    from planner.domain.outcome import Outcome
    from planner.domain.plan import Commitment, Request
    from planner.pathway import Pathways

ANSWERS = frozenset({Exit.INFEASIBLE, Exit.NOT_MET})
"""Codes that are answers, not failures, where it is asked what would be if."""


class Solver:
    """One case for any number of requests."""

    def __init__(self, session: Session, pathways: Pathways, time_limit_s: float | None, effort: Effort) -> None:
        self.session, self.pathways, self.time_limit_s, self.effort = session, pathways, time_limit_s, effort
        self.codes: set[Exit] = set()
        self._told: set[tuple[str, str]] = set()
        self._known: dict[Request, Outcome] = {}

    def ask(self, what: Pair, request: Request) -> Outcome:
        """The outcome of a request that the user made; it counts for the exit code whatever it is."""
        from planner.cli.showing import exit_code

        outcome = self._known.get(request) or self._solve(what, request)
        self._known[request] = outcome
        self.codes.add(exit_code(outcome))
        return outcome

    def explore(self, what: Pair, request: Request, committed: Commitment | None = None) -> Outcome:
        """The outcome of a request made for comparison: that there is no plan, or that it doesn't hold, is an answer.

        Only a commitment that leaves no plan has its clash named; elsewhere the shortfalls are enough.
        """
        from planner.cli.showing import exit_code

        known = self._known.get(request) if committed is None else None
        outcome = known or self._solve(what, request, committed, name_clash=committed is not None)
        self.codes |= {exit_code(outcome)} - ANSWERS
        if outcome.disagreements and known is None:
            self.tell(outcome)
        return outcome

    def tell(self, outcome: Outcome) -> None:
        """What stands against the outcome; a warning that was told already is not told again."""
        from planner.cli.showing import tell_trouble

        tell_trouble(self.session, outcome, self._told)
        self._told.update(outcome.warnings)

    def _solve(self, what: Pair, request: Request, committed: Commitment | None = None, *, name_clash: bool = True) -> Outcome:
        """The outcome of one run; one that ends without a plan is a row of the table like any other, with its reason as a warning."""
        from planner.domain.outcome import Outcome
        from planner.domain.tiers import SolveStatus

        with self.session.working(PHRASES["solving"].fill(what=what)):
            try:
                return self.pathways.run(
                    request, time_limit_s=self.time_limit_s, committed=committed, name_clash=name_clash, effort=self.effort
                )
            except (Unbounded, NoPlanInTime) as ended:
                status = SolveStatus.UNBOUNDED if isinstance(ended, Unbounded) else SolveStatus.NO_PLAN
                case, titles, warning = self.pathways.case, self.pathways.titles, ((ended.zh, ended.en),)
                return Outcome(case, request, status, None, None, (), {}, (), (), (), titles, {}, warning)
