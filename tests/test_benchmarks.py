"""The programs that the benchmarks compare are the same program: one optimum, found three ways. No speed is judged here."""

from __future__ import annotations

import pytest

from benchmarks import by_hand, peer
from benchmarks.site import make_site


def test_planner_and_the_hand_written_program_agree_on_a_day() -> None:
    site = make_site(24)
    assert by_hand.solve(by_hand.build(site)) == pytest.approx(peer.solve_planner(site), rel=1e-9)


def test_every_month_has_its_billed_maximum() -> None:
    site = make_site(288)
    assert by_hand.solve(by_hand.build(site)) == pytest.approx(peer.solve_planner(site), rel=1e-9)


def test_pypsa_agrees_on_a_day() -> None:
    pytest.importorskip("pypsa")
    from benchmarks import by_pypsa

    site = make_site(24)
    assert by_pypsa.solve(by_pypsa.build(site)) == pytest.approx(peer.solve_planner(site), rel=1e-6)
