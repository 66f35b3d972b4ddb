"""What a plan really does: its accounts recomputed from decisions, and the judge. Shares no formula with the program (评价)."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.evaluation.history import history_accounts
    from planner.evaluation.inventory import list_inventories
    from planner.evaluation.judge import judge_tier
    from planner.evaluation.ledger import build_ledger

__all__ = ["build_ledger", "history_accounts", "judge_tier", "list_inventories"]

_HOMES = {"build_ledger": "ledger", "history_accounts": "history", "judge_tier": "judge", "list_inventories": "inventory"}


def __getattr__(name: str) -> Any:
    """The public functions, loaded when first used: judging papers needs no arithmetic on flows."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
