"""The nearest name to one that does not exist, as the tail of a sentence."""

from __future__ import annotations

from collections.abc import Iterable

from planner.files.messages import did_you_mean

MOST_NAMES_LISTED = 12


def hint(wanted: str, names: Iterable[str]) -> tuple[str, str]:
    """Chinese and English tails: the nearest of ``names``, else all of them when they are few."""
    known = sorted(names)
    near = did_you_mean(wanted, known)
    if near is not None:
        return f"，是不是“{near}”？", f'; did you mean "{near}"?'
    if not known:
        return "，这里一个也没有定义", "; none is defined"
    if len(known) > MOST_NAMES_LISTED:
        return f"，共有 {len(known)} 个，没有相近的", f"; none of the {len(known)} names there is close"
    return f"，可用：{'、'.join(known)}", f"; there is: {', '.join(known)}"
