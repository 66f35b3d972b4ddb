"""What long work tells: only inside the block that listens, and nobody has to."""

from __future__ import annotations

from planner.progress import SolverStep, listening, tell


def test_a_listener_hears_what_is_told_inside_its_block_only() -> None:
    heard: list[SolverStep] = []
    tell(SolverStep(1, None))
    with listening(heard.append):
        tell(SolverStep(2, None))
        with listening(lambda _: None):
            tell(SolverStep(3, None))
        tell(SolverStep(4, 0.5))
    tell(SolverStep(5, None))
    assert heard == [SolverStep(2, None), SolverStep(4, 0.5)]
