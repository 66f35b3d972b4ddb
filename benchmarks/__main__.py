"""``python -m benchmarks [ROUNDS] [annual|peer|growth ...] [quick]``: all three, or those that are named.

``quick`` leaves out what takes HiGHS minutes: costs of the site by 8,760 hours, and sizes of auto-parts from 876 slices up.
"""

from __future__ import annotations

import sys

from benchmarks import annual, growth, peer

NAMES = ("annual", "peer", "growth")


def main() -> None:
    """Measure and print."""
    words = sys.argv[1:]
    rounds = next((int(word) for word in words if word.isdigit()), annual.ROUNDS)
    most_slices = 288 if "quick" in words else 8760
    for name in [word for word in words if word in NAMES] or NAMES:
        print(f"### {name}", "", sep="\n")
        if name == "annual":
            print(annual.report(rounds), "", sep="\n", flush=True)
        else:
            lines = peer.report(rounds, most_slices) if name == "peer" else growth.report(most_slices)
            print(*lines, "", sep="\n", flush=True)


if __name__ == "__main__":
    main()
