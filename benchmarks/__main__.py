"""``python -m benchmarks``: the annual benchmark."""

from __future__ import annotations

from benchmarks.annual import main

if __name__ == "__main__":
    main()
