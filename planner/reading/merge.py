"""One tree on top of another: how ``extends``, variants and ``--set`` combine."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from planner.errors import Problem
from planner.files.messages import Said, came, listed, suggestion
from planner.files.shape import Shape
from planner.files.tree import FieldPath, Key, Node, dotted


def layer(base: Node, over: Node, shape: Shape | None, problems: list[Problem], path: FieldPath = ()) -> Node:
    """``over`` on ``base``: mappings merge, lists, plain values and series replace, null deletes a key."""
    if not (isinstance(base.value, dict) and isinstance(over.value, dict)) or _replaces(base, over, shape):
        return over
    inner = shape.chosen(base) if shape else None
    merged = dict(base.value)
    for key, node in over.value.items():
        if node.value is None and not node.broken:
            _delete(merged, key, node, inner, problems, path)
        elif key in merged:
            merged[key] = layer(merged[key], node, inner.child(key) if inner else None, problems, (*path, key))
        else:
            merged[key] = node
    return replace(base, value=merged, broken=base.broken or over.broken)


def _replaces(base: Node, over: Node, shape: Shape | None) -> bool:
    """A series, and a measure of another kind, replace the old one wholesale."""
    if shape is not None and shape.is_series:
        return True
    old, new = base.children().get("kind"), over.children().get("kind")
    return shape is not None and shape.type == "tagged-union" and old is not None and new is not None and old.value != new.value


def _delete(merged: dict[Key, Node], key: Key, node: Node, shape: Shape | None, problems: list[Problem], path: FieldPath) -> None:
    known = merged.pop(key, None) is not None or (shape is not None and str(key) in shape.fields())
    if not known:
        close = suggestion(str(key), [str(name) for name in merged])
        said = Said(f"没有可删除的 `{key}`", f"there is no `{key}` to delete") + close
        problems.append(node.problem(dotted((*path, key)), said.zh, said.en, at_key=True))


class _Refused(Exception):
    """A path that leads nowhere."""

    def __init__(self, said: Said) -> None:
        super().__init__(said.en)
        self.said = said


@dataclass(frozen=True, slots=True)
class Setting:
    """One value to put at a path, from a ``--set`` argument."""

    parts: tuple[str, ...]
    value: Node
    problems: list[Problem] = field(default_factory=list)


def put(root: Node, setting: Setting, shape: Shape) -> Node:
    """The tree with the setting's value; a path that the model or the tree does not have is noted as a problem."""
    try:
        return _put(root, shape, setting.parts, setting.value)
    except _Refused as refused:
        setting.problems.append(setting.value.problem(".".join(setting.parts), refused.said.zh, refused.said.en))
        return root


def _put(node: Node, shape: Shape | None, parts: tuple[str, ...], value: Node) -> Node:
    if not parts:
        return value
    if isinstance(node.value, list):
        return _put_item(node, node.value, shape, parts, value)
    children = dict(node.children())
    inner = _room(node, shape, parts[0])
    key = _key(parts[0], children, inner)
    last, deleting = len(parts) == 1, value.value is None and not value.broken
    if key not in children and not _may_be_new(key, inner, last=last and not deleting):
        raise _Refused(_unknown(parts[0], children, inner))
    if deleting and (last or key not in children):
        children.pop(key, None)
        return replace(node, value=children)
    below = children.get(key, replace(value, value={}, written="", quoted=False))
    children[key] = _put(below, inner.child(key) if inner else None, parts[1:], value)
    return replace(node, value=children, written="", quoted=False)


def _put_item(node: Node, items: list[Node], shape: Shape | None, parts: tuple[str, ...], value: Node) -> Node:
    number = int(parts[0]) if parts[0].isascii() and parts[0].isdigit() and len(parts[0]) <= 6 else len(items)
    if number >= len(items):
        raise _Refused(
            Said(
                f"列表没有第 `{parts[0]}` 项；可用 0 至 {len(items) - 1}", f"the list has no item `{parts[0]}`; give 0 to {len(items) - 1}"
            )
            if items
            else Said("列表是空的；请整体设置", "the list is empty; set it as a whole")
        )
    changed = list(items)
    changed[number] = _put(items[number], shape.child(number) if shape else None, parts[1:], value)
    return replace(node, value=changed)


def _room(node: Node, shape: Shape | None, part: str) -> Shape | None:
    """The mapping that a key goes into: the chosen member of a union, or the series form that has the key."""
    if shape is not None and shape.is_series:
        return _series_form(node, shape, part)
    inner = shape.chosen(node) if shape else None
    if inner is None or inner.type not in {"model-fields", "dict"}:
        said = came(node)
        raise _Refused(Said(f"`{part}` 的上一级是{said.zh}，没有下级", f"what holds `{part}` is {said.en} and has no parts"))
    return inner


def _series_form(node: Node, shape: Shape, part: str) -> Shape:
    """The form of series that has the key; a quantity given in one form can't get a key of another."""
    forms = [form for form in shape.choices().values() if part in form.fields()]
    present = shape.chosen(node) if isinstance(node.value, dict) and node.value else None
    if present is None and forms:
        return forms[0]
    if present is None or (part not in present.fields() and not forms):
        raise _Refused(_unknown(part, {}, present or shape))
    if part not in present.fields():
        given = listed(str(key) for key in node.children())
        zh = f"此量现由 {given.zh} 给出，不能只改 `{part}`；请设置整个量，例如 =5 或 ={{value: 5}}"
        en = f"this quantity is given by {given.en}, so `{part}` can't be set alone; set all of it, such as =5 or ={{value: 5}}"
        raise _Refused(Said(zh, en))
    return present


def _key(part: str, children: dict[Key, Node], shape: Shape | None) -> Key:
    year = part.isascii() and part.isdigit() and len(part) <= 6
    return int(part) if year and (int(part) in children or (shape is not None and shape.has_year_keys())) else part


def _may_be_new(key: Key, shape: Shape | None, *, last: bool) -> bool:
    if shape is None:
        return False
    return str(key) in shape.fields() or (shape.type == "dict" and (last or shape.has_year_keys()))


def _unknown(part: str, children: dict[Key, Node], shape: Shape | None) -> Said:
    forms = [field for form in shape.choices().values() for field in form.fields()] if shape else []
    names = list(dict.fromkeys([*(shape.fields() if shape else ()), *forms, *(str(key) for key in children)]))
    there = listed(names)
    said = Said(f"没有 `{part}`", f"there is no `{part}`") + Said(f"；可用：{there.zh}", f"; there is: {there.en}")
    return said + suggestion(part, names)
