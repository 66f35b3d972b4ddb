"""HiGHS's run on a thread of its own: Ctrl-C ends it at once, and how far it is can be told.

HiGHS asks between iterations whether to go on. Within presolve, a factorisation or the passing of a model it does not ask; so
after a moment the caller goes on without it, and leaves the thread to end by itself.
"""

from __future__ import annotations

import math
import threading
from typing import Any

from planner.progress import SOLVER_THREAD, SolverStep, tell

LOOK_S = 0.1
"""Time between two looks at the thread. [s]"""
PATIENCE_S = 1.0
"""Time that HiGHS is given to end after Ctrl-C. [s]"""


class _Watch:
    """What HiGHS calls between iterations, on its own thread."""

    def __init__(self, highspy: Any) -> None:
        self.kinds = (
            highspy.cb.kCallbackSimplexInterrupt, highspy.cb.kCallbackIpmInterrupt, highspy.cb.kCallbackMipInterrupt,
        )  # fmt: skip
        self.stop = False
        self.step = SolverStep(0, None)
        self.status: Any = None
        self.failure: BaseException | None = None

    def hear(self, _kind: Any, _message: str, state: Any, reply: Any, _data: Any) -> None:
        """Note how far HiGHS is, and answer whether it shall stop."""
        iterations = max(state.simplex_iteration_count, state.ipm_iteration_count, 0)
        gap = state.mip_gap
        self.step = SolverStep(iterations or self.step.iterations, gap if 0 <= gap < math.inf else None)
        reply.user_interrupt = self.stop

    def run(self, highs: Any) -> None:
        """HiGHS's own run, with what became of it."""
        try:
            self.status = highs.run()
        except BaseException as failure:
            self.failure = failure


def run(highspy: Any, highs: Any) -> Any:
    """The status of HiGHS's run. KeyboardInterrupt leaves it within PATIENCE_S."""
    watch = _Watch(highspy)
    highs.setCallback(watch.hear, None)
    for kind in watch.kinds:
        highs.startCallback(kind)
    thread = threading.Thread(target=watch.run, args=(highs,), name=SOLVER_THREAD, daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            thread.join(LOOK_S)
            tell(watch.step)
    except BaseException:
        watch.stop = True
        thread.join(PATIENCE_S)
        raise
    if watch.failure is not None:
        raise watch.failure
    return watch.status
