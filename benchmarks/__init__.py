"""How fast planner is, in CPU seconds, against what the solver alone or plain Pyomo would need."""
