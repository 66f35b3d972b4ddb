"""What every object of a scenario file is made of: the strict base, bilingual text, identifiers, numbers, series."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, StringConstraints, Tag


class Model(BaseModel):
    """A frozen object that refuses unknown fields, wrong types, NaN and infinities."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        allow_inf_nan=False,
        use_attribute_docstrings=True,
        validate_by_name=True,
        validate_by_alias=True,
    )


class Text(Model):
    """A name or sentence in Chinese and English; a plain string in the file serves both."""

    zh: Annotated[str, Field(min_length=1, max_length=2000)]
    """Chinese text."""
    en: Annotated[str, Field(min_length=1, max_length=2000)]
    """English text."""

    def say(self, language: str) -> str:
        """The text in ``language`` (``zh`` or ``en``)."""
        return self.zh if language == "zh" else self.en


def _plain_text(given: Any) -> Any:
    return {"zh": given, "en": given} if isinstance(given, str) else given


Words = Annotated[Text, BeforeValidator(_plain_text, json_schema_input_type=str | Text)]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,63}$")]
Year = Annotated[int, Field(ge=1990, le=2100)]
Positive = Annotated[float, Field(gt=0, le=1e15)]
NotNegative = Annotated[float, Field(ge=0, le=1e15)]
Number = Annotated[float, Field(ge=-1e15, le=1e15)]
Share = Annotated[float, Field(ge=0, le=1)]


FigureStatus = Literal["verified", "single_source", "derived", "conflict", "unverified"]
"""How far a figure can be trusted, as ``planner/data/README.md`` explains."""


class Sourced(Model):
    """Something that may say where it comes from."""

    source: str | None = None
    """Where the figure comes from: document, page, year."""
    status: FigureStatus | None = None
    """How far it can be trusted; without one it counts as the user's own figure."""


class Constant(Sourced):
    """One value for every year."""

    value: Number
    """The value, in the unit that the field's name says."""


class ByYear(Sourced):
    """One value for each year asked for; a missing year is refused."""

    by_year: Annotated[dict[Year, Number], Field(min_length=1)]
    """Year to value."""


class Interpolated(Sourced):
    """Straight lines between the years given; a year outside them is refused."""

    interpolate: Annotated[dict[Year, Number], Field(min_length=2)]
    """Year to value; at least two."""


class Growing(Sourced):
    """A start value that grows by the same share each year."""

    start: Number
    """Value in ``start_year``."""
    start_year: Year
    """Year of the start value; earlier years follow the same rate backwards."""
    growth_per_year: Annotated[float, Field(ge=-0.5, le=1)]
    """Growth per year as a share: 0.03 is 3 %."""


class FromCsv(Sourced):
    """A column of a CSV file that has a ``year`` column."""

    csv: str
    """Path of the file, relative to the scenario's folder and inside it."""
    column: str
    """Heading of the column."""


class LibraryPrice(Model):
    """A price of the shipped library (``planner/data/prices.csv``)."""

    library_price: str
    """Row id, such as ``electricity_retail``."""
    level: Literal["low", "central", "high"]
    """Which of the row's three values."""
    from_year: Year | None = None
    """Year of the price, with ``growth_per_year``; without both it is the same in every year."""
    growth_per_year: Annotated[float, Field(ge=-0.5, le=1)] | None = None
    """Real growth per year as a share: 0.03 is 3 %. An assumption of the scenario."""


class LibraryGridFactor(Model):
    """The electricity factor of the shipped library, by year of data, with a stated path beyond it. [tCO2/MWh]"""

    grid_region: str
    """Region in English as in ``planner/data/grid_factors.csv``: ``China``, ``Tianjin``, ..."""
    factor_type: Literal["average", "excluding_market_traded_non_fossil", "fossil"]
    """Average of all power, of what is left when market-traded non-fossil power is taken out, or of fossil power alone."""
    change_per_year_after_last: Annotated[float, Field(ge=-0.5, le=0.5)]
    """Relative change per year after the newest year of data: -0.02 falls by 2 % a year, 0 holds it."""


def _series_kind(given: Any) -> str | None:
    if isinstance(given, bool):
        return "number"
    if isinstance(given, int | float):
        return "number"
    if isinstance(given, BaseModel):
        return _SERIES_OF_CLASS.get(type(given).__name__)
    if isinstance(given, dict):
        for key, kind in _SERIES_OF_KEY.items():
            if key in given:
                return kind
    return None


_SERIES_OF_KEY = {
    "value": "value",
    "by_year": "by_year",
    "interpolate": "interpolate",
    "library_price": "library_price",
    "start": "growth",
    "growth_per_year": "growth",
    "csv": "csv",
    "grid_region": "grid_region",
}
_SERIES_OF_CLASS = {
    "Constant": "value",
    "ByYear": "by_year",
    "Interpolated": "interpolate",
    "Growing": "growth",
    "FromCsv": "csv",
    "LibraryPrice": "library_price",
    "LibraryGridFactor": "grid_region",
}

Series = Annotated[
    Annotated[Number, Tag("number")]
    | Annotated[Constant, Tag("value")]
    | Annotated[ByYear, Tag("by_year")]
    | Annotated[Interpolated, Tag("interpolate")]
    | Annotated[Growing, Tag("growth")]
    | Annotated[FromCsv, Tag("csv")]
    | Annotated[LibraryPrice, Tag("library_price")]
    | Annotated[LibraryGridFactor, Tag("grid_region")],
    Discriminator(
        _series_kind,
        custom_error_type="series_form",
        custom_error_message="give a number, or a mapping with value, by_year, interpolate, start, csv, library_price or grid_region",
    ),
]
"""A quantity over the years, in one of eight forms. The unit is in the name of the field."""
