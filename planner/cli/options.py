"""Arguments and options that several commands share. The help strings are keys of ``help_texts``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.domain.effort import Method

ScenarioFile = Annotated[Path, typer.Argument(help="scenario", metavar="SCENARIO", show_default=False)]
Variants = Annotated[list[Path] | None, typer.Option("--with", help="with", metavar="VARIANT", show_default=False)]
Settings = Annotated[list[str] | None, typer.Option("--set", help="set", metavar="PATH=VALUE", show_default=False)]
AllReadings = Annotated[bool, typer.Option("--readings", help="readings")]
AsJson = Annotated[bool, typer.Option("--json", help="json")]
Force = Annotated[bool, typer.Option("--force", help="force")]
OutputFolder = Annotated[Path | None, typer.Option("--output", "-o", help="output", metavar="DIR", show_default=False)]
TimeLimit = Annotated[float | None, typer.Option("--time-limit", help="time_limit", min=0.001, metavar="S", show_default=False)]
ResolutionOption = Annotated[
    str | None, typer.Option("--resolution", help="resolution", metavar="annual|typical|hourly", show_default=False)
]
MethodOption = Annotated[Method, typer.Option("--method", help="method")]
GapOption = Annotated[float, typer.Option("--gap", help="gap", min=0.0, max=1.0, metavar="SHARE")]
YearOption = Annotated[int | None, typer.Option("--year", help="year", show_default=False)]
TierOption = Annotated[str, typer.Option("--tier", help="tier", metavar="TIER", show_default=False)]
