"""Equations as text: one file for each function that states an equation, for one tiny two-year factory."""
