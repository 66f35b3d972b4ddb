"""What a model allows at each place of a file, read from pydantic's own schema of the model."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from pydantic import BaseModel

from planner.files.tree import FieldPath, Node

_WRAPPERS = frozenset({"default", "nullable", "definitions", "model-field", "definition-ref", "model"})
_UNIT_IN_TEXT = re.compile(r"\[([^\[\]]+)\]\.?\s*$")
_UNIT_IN_NAME: tuple[tuple[str, str], ...] = (
    (r"cny_per_kw_month$", "CNY/(kW month)"),
    (r"cny_per_(kwh|mwh|t|unit|size|activity)$", "CNY/{0}"),
    (r"cny_per_size_year$", "CNY/(size year)"),
    (r"_(kg|t|tce)_per_(unit|activity)$", "{0}/{1}"),
    (r"_kgce_per_unit$", "kgce/unit"),
    (r"gj_per_unit$", "GJ/unit"),
    (r"(^|_)cny$", "CNY"),
    (r"_mwh_per_size_year$", "MWh/(size year)"),
    (r"_mwh(_per_year)?$", "MWh"),
    (r"_kwh$", "kWh"),
    (r"_t(_per_year)?$", "t"),
    (r"_years$", "years"),
    (r"(^|_)share(_of_capex)?$|_rate$|efficiency$|degradation_per_year$", "share"),
)
_KEEPS_UNIT = frozenset({"", "value", "start", "by_year", "interpolate"})
"""Fields whose unit is that of the field above them."""
_UNIT_NAMES = {"kwh": "kWh", "mwh": "MWh"}


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """One place of the model. Each is made once, so that walking a large tree is quick."""

    core: Mapping[str, Any]
    """Core schema without its wrappers."""
    definitions: Mapping[str, Any]
    model: type[BaseModel] | None = None
    """The class, where a mapping with fixed fields is wanted."""
    optional: bool = False
    """Whether null is allowed."""
    name: str = ""
    """Name of the nearest field."""
    about: str = ""
    """What the field's docstring says."""
    unit: str = ""
    """Unit of the nearest field that has one."""

    @property
    def type(self) -> str:
        """Kind of value: model-fields, dict, tuple, union, tagged-union, float, int, str, bool, date, enum, literal, ..."""
        return cast(str, self.core["type"])

    @property
    def is_series(self) -> bool:
        """Whether this is a quantity over the years."""
        return self.core.get("custom_error_type") == "series_form"

    @property
    def plain_text(self) -> bool:
        """Whether a plain string may stand for the mapping."""
        return self.model is not None and self.model.__name__ == "Text"

    def under(self, core: Mapping[str, Any], name: str = "", about: str = "") -> Shape:
        """The shape of a part; it keeps this one's name and unit when it has none of its own."""
        model, optional = None, False
        while core["type"] in _WRAPPERS or core["type"].startswith("function-"):
            model = core.get("cls", model)
            optional = optional or core["type"] == "nullable"
            core = self.definitions[core["schema_ref"]] if core["type"] == "definition-ref" else core["schema"]
        unit = self.unit if name in _KEEPS_UNIT else unit_of(name, about)
        return Shape(core, self.definitions, model, optional, name or self.name, about or self.about, unit)

    def fields(self) -> dict[str, Shape]:
        """Field name, as typed in a file, to its shape; empty for anything but a model."""
        return _fields(self)

    def choices(self) -> dict[str, Shape]:
        """Tag to shape of a union's members."""
        return _choices(self)

    def tagged(self, tag: str) -> Shape | None:
        """The member that pydantic means by the tag in an error's ``loc``."""
        choices = self.choices()
        if self.type == "tagged-union":
            return choices.get(tag)
        head = tag.split("[", maxsplit=1)[0].removeprefix("constrained-")
        return choices.get(head)

    def chosen(self, node: Node | None) -> Shape | None:
        """The member of a union that a value picks; this shape when it is no union."""
        if self.type == "tagged-union" and node is not None:
            discriminator = self.core["discriminator"]
            value = node.value
            if callable(discriminator):
                tag = discriminator(dict.fromkeys(value)) if isinstance(value, dict) else discriminator(value)
            else:
                kind = node.children().get(discriminator)
                tag = kind.value if kind else None
            return self.choices().get(str(tag))
        if self.type == "union":
            if node is not None and isinstance(node.value, list):
                return self.choices().get("tuple")
            return self.choices().get("dict") if node is None or isinstance(node.value, dict) else None
        return self

    def child(self, key: str | int) -> Shape | None:
        """The shape under a key of a mapping or a position of a list."""
        match self.type:
            case "model-fields":
                return self.fields().get(str(key))
            case "dict":
                return _item(self)
            case "tuple" if isinstance(key, int):
                return _item(self)
        return None

    def keys(self) -> Shape | None:
        """The shape of a free mapping's keys."""
        return _keys(self)

    def has_year_keys(self) -> bool:
        """Whether this is a mapping by year."""
        keys = self.keys()
        return keys is not None and keys.type == "int"


@cache
def _fields(shape: Shape) -> dict[str, Shape]:
    if shape.type != "model-fields" or shape.model is None:
        return {}
    found = {}
    for name, core in shape.core["fields"].items():
        about = shape.model.model_fields[name].description or ""
        found[core.get("validation_alias", name)] = shape.under(core, name, about)
    return found


@cache
def _choices(shape: Shape) -> dict[str, Shape]:
    if shape.type == "tagged-union":
        return {str(tag): shape.under(core) for tag, core in shape.core["choices"].items()}
    if shape.type == "union":
        shapes = [shape.under(core[0] if isinstance(core, tuple) else core) for core in shape.core["choices"]]
        return {member.type: member for member in shapes}
    return {}


@cache
def _item(shape: Shape) -> Shape:
    return shape.under(shape.core["values_schema"] if shape.type == "dict" else shape.core["items_schema"][0])


@cache
def _keys(shape: Shape) -> Shape | None:
    return shape.under(shape.core["keys_schema"]) if shape.type == "dict" else None


@cache
def shape_of(model: type[BaseModel]) -> Shape:
    """The shape of a whole file."""
    core = cast(dict[str, Any], model.__pydantic_core_schema__)
    definitions = {definition["ref"]: definition for definition in core.get("definitions", ())}
    return Shape({}, definitions).under(core)


def unit_of(name: str, about: str) -> str:
    """The unit of a field: what its docstring says in square brackets, else what its name says."""
    if found := _UNIT_IN_TEXT.search(about):
        return found.group(1)
    for pattern, unit in _UNIT_IN_NAME:
        if found := re.search(pattern, name):
            return unit.format(*(_UNIT_NAMES.get(part, part) for part in found.groups()))
    return ""


def shape_at(path: FieldPath, root: Node, whole: Shape) -> Shape | None:
    """The shape of a place in a tree, unions resolved by what the tree holds; None outside the model."""
    shape: Shape | None = whole
    node: Node | None = root
    for part in path:
        shape = shape.chosen(node) if shape else None
        shape = shape.child(part) if shape else None
        node = node.children().get(part) if node else None
    return shape


def untag(loc: tuple[str | int, ...], whole: Shape) -> tuple[FieldPath, Shape | None, FieldPath | None, bool]:
    """What pydantic's ``loc`` means: path in the file, shape there, path of the innermost plain union, whether a key is meant."""
    path: list[str | int] = []
    shape: Shape | None = whole
    union: FieldPath | None = None
    at_key = False
    parent = shape
    for part in loc:
        if part == "[key]":
            at_key, shape = True, parent
        elif shape is not None and shape.choices():
            union = tuple(path) if shape.type == "union" else union
            shape = shape.tagged(str(part))
        else:
            parent = shape
            by_year = parent is not None and parent.has_year_keys() and isinstance(part, str) and part.isascii() and part.isdigit()
            path.append(int(part) if by_year else part)
            shape = parent.child(part) if parent else None
    return tuple(path), shape, union, at_key
