"""The words of a refusal: what came, what is allowed, and what was probably meant, in Chinese and English."""

from __future__ import annotations

import difflib
import math
import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from planner.files.shape import Shape
from planner.files.tree import Node

_BOUND_SHOWN = 1e12
"""Bounds beyond this only keep the solver's numbers sane; they are named when broken."""
_LISTED = 40
_UNITS_ZH = {"years": "年"}
_PATTERNS = {
    r"^[A-Za-z][A-Za-z0-9_]{0,63}$": (
        "以字母开头的英文字母、数字、下划线（最多 64 个）",
        "Latin letters, digits and underscores, beginning with a letter (at most 64)",
    ),
    r"^[a-z][a-z0-9_]*$": ("以小写字母开头的小写字母、数字、下划线", "lower-case letters, digits and underscores, beginning with a letter"),
    r"^[a-z0-9][a-z0-9-]{0,63}$": ("小写字母、数字、连字符（最多 64 个）", "lower-case letters, digits and hyphens (at most 64)"),
}


class Said(NamedTuple):
    """A phrase in both languages."""

    zh: str
    en: str

    def __add__(self, other: object) -> Said:
        assert isinstance(other, Said)
        return Said(self.zh + other.zh, self.en + other.en)


NOTHING = Said("", "")
_SERIES_FORMS = Said(
    "，或含 value、by_year、interpolate、start、csv、library_price、grid_region 之一的键值",
    ", or a mapping with one of value, by_year, interpolate, start, csv, library_price, grid_region",
)


def did_you_mean(word: str, choices: Iterable[str]) -> str | None:
    """The choice that ``word`` is most likely a slip of, if any is near."""
    known = {_folded(choice): choice for choice in choices}
    folded = _folded(word[:100])
    if folded in known:
        return known[folded]
    near = difflib.get_close_matches(folded, known, n=1, cutoff=0.6)
    return known[near[0]] if near else None


def _folded(word: str) -> str:
    return re.sub(r"[\s\-.]+", "_", unicodedata.normalize("NFKC", word).casefold().strip())


def suggestion(word: str, choices: Iterable[str]) -> Said:
    """``; did you mean x?``, or nothing. Stands last in a sentence."""
    near = did_you_mean(word, choices)
    return Said(f"；是否想写 `{near}`？", f"; did you mean `{near}`?") if near else NOTHING


def listed(choices: Iterable[str]) -> Said:
    """Choices side by side, cut when there are very many."""
    names = list(choices)
    shown = [f"`{name}`" for name in names[:_LISTED]] + (["…"] if len(names) > _LISTED else [])
    return Said("、".join(shown), ", ".join(shown))


def came(node: Node | None) -> Said:
    """What the file holds."""
    if node is None:
        return Said("没有内容", "nothing")
    if isinstance(node.value, dict):
        return Said("一组键值", "a mapping") if node.value else Said("空的键值组", "an empty mapping")
    if isinstance(node.value, list):
        return Said("列表", "a list") if node.value else Said("空列表", "an empty list")
    if node.value is None:
        return Said("空值", "nothing (null)")
    if node.quoted:
        return Said(f'文字 "{_cut(node.written)}"', f'the text "{_cut(node.written)}"')
    return Said(f" `{_cut(node.written)}`", f"`{_cut(node.written)}`")


def _cut(text: str) -> str:
    line = text.replace("\n", " ")
    return line if len(line) <= 60 else line[:59] + "…"


def options(shape: Shape) -> tuple[str, ...]:
    """The words that a closed choice allows."""
    match shape.type:
        case "literal":
            return tuple(str(word) for word in shape.core["expected"])
        case "enum":
            return tuple(str(member.value) for member in shape.core["members"])
        case "tagged-union" if not shape.is_series:
            return tuple(shape.choices())
    return ()


def allowed(shape: Shape | None, given: object = None) -> Said:
    """What may stand at a place."""
    if shape is None:
        return Said("其他内容", "something else")
    if words := options(shape):
        some = listed(words)
        return Said(f"以下之一：{some.zh}", f"one of {some.en}")
    match shape.type:
        case "float" | "int":
            return _number(shape, given)
        case "str":
            return _text(shape)
        case "union":
            parts = [allowed(choice, given) for choice in shape.choices().values()]
            return Said("，或".join(part.zh for part in parts), ", or ".join(part.en for part in parts))
    return _simple(shape)


def _simple(shape: Shape) -> Said:
    if shape.is_series:
        return Said("一个数", "a number") + _unit(shape) + _SERIES_FORMS
    if shape.plain_text:
        return Said("文字，或含 zh 和 en 的键值", "text, or a mapping with zh and en")
    match shape.type:
        case "bool":
            return Said(" true 或 false", "true or false")
        case "date":
            return Said("日期，写作 2026-01-31", "a date such as 2026-01-31")
        case "tuple":
            return Said("列表，每项以“- ”开头", "a list, each item after `- `") + _at_least(shape)
        case "dict" if shape.has_year_keys():
            return Said("“年份: 值”的键值", "a mapping of year to value") + _at_least(shape)
        case "dict":
            return Said("“名称: 值”的键值", "a mapping of name to value") + _at_least(shape)
        case "model-fields":
            keys = listed(shape.fields())
            return Said(f"一组键值，可用的键：{keys.zh}", f"a mapping; its keys: {keys.en}")
    return Said("其他内容", "something else")


def _at_least(shape: Shape) -> Said:
    least = shape.core.get("min_length", 0)
    return Said(f"（至少 {least} 项）", f" with at least {least} entr{'y' if least == 1 else 'ies'}") if least else NOTHING


def _number(shape: Shape, given: object) -> Said:
    what = Said("整数", "a whole number") if shape.type == "int" else Said("数字", "a number")
    signs = {"gt": ">", "ge": "≥", "lt": "<", "le": "≤"}
    shown = [
        f"{sign} {_plain_number(shape.core[bound])}"
        for bound, sign in signs.items()
        if bound in shape.core and _worth_naming(shape.core[bound], given)
    ]
    bounds = Said("，" + " 且 ".join(shown), " " + " and ".join(shown)) if shown else NOTHING
    return what + bounds + (_unit(shape) if shape.type == "float" else NOTHING)


def _worth_naming(bound: float, given: object) -> bool:
    if abs(bound) < _BOUND_SHOWN:
        return True
    return isinstance(given, int | float) and abs(given) > _BOUND_SHOWN


def _plain_number(bound: float) -> str:
    return f"{bound:g}" if abs(bound) >= 1e6 or bound != int(bound) else str(int(bound))


def _unit(shape: Shape) -> Said:
    if shape.unit == "unit":
        return Said("（按该介质的 unit 计）", " in the commodity's own `unit`")
    if shape.unit == "share":
        return Said("（份额：10 % 写 0.1）", " [share: 0.1 is 10 %]")
    return Said(f"（单位：{_UNITS_ZH.get(shape.unit, shape.unit)}）", f" [{shape.unit}]") if shape.unit else NOTHING


def _text(shape: Shape) -> Said:
    if pattern := shape.core.get("pattern"):
        words = _PATTERNS.get(str(pattern), (f"符合 {pattern} 的文字", f"text that fits {pattern}"))
        return Said(*words)
    least, most = shape.core.get("min_length"), shape.core.get("max_length")
    what = Said("不为空的文字", "text that is not empty") if least else Said("文字", "text")
    return what + (Said(f"，最多 {most} 个字符", f" of at most {most} characters") if most else NOTHING)


def slip(node: Node | None, shape: Shape | None) -> Said:
    """What was probably meant by a value of the wrong type; nothing when that can't be told."""
    if node is None or shape is None or isinstance(node.value, dict | list | None):
        return NOTHING
    if (wide := wide_colon(node)) != NOTHING:
        return wide
    kinds = {shape.type} | set(shape.choices())
    if shape.is_series or kinds & {"float", "int", "number"}:
        return _size_slip(node.value, shape) if _is_size(node.value, shape) else _number_slip(node)
    if isinstance(node.value, str):
        if "bool" in kinds and node.value.lower() in {"yes", "no", "on", "off", "y", "n"}:
            return Said("；是/否请写 true 或 false", "; write true or false for yes and no")
        return _option_slip(node.value, options(shape)) if options(shape) else _id_slip(node.value, shape)
    if "str" in kinds or shape.plain_text:
        return Said("；若是文字请加引号", "; put quotes around it if it is text")
    return NOTHING


def wide_colon(node: Node) -> Said:
    """A full-width colon joins a key and its value into one word."""
    if node.quoted or "：" not in node.written:
        return NOTHING
    return Said("；用了中文冒号“：”，请改为英文冒号加空格“: ”", "; full-width colon `：`: type an ASCII colon and a space `: `")


def _id_slip(word: str, shape: Shape) -> Said:
    pattern = str(shape.core.get("pattern", ""))
    better = re.sub(r"[^A-Za-z0-9_]+", "_", unicodedata.normalize("NFKC", word)).strip("_")
    if not pattern or not re.fullmatch(pattern, better):
        better = better.lower()
    return Said(f"；例如 `{better}`", f"; for example `{better}`") if pattern and re.fullmatch(pattern, better) else NOTHING


def _option_slip(word: str, words: tuple[str, ...]) -> Said:
    """The option that was meant; nothing when several are as near, since all are listed anyway."""
    meant = did_you_mean(word, words)
    if meant is None:
        return NOTHING
    nearness = [difflib.SequenceMatcher(None, _folded(option), _folded(word)).ratio() for option in words]
    return suggestion(word, words) if nearness.count(max(nearness)) == 1 else NOTHING


def _is_size(value: object, shape: Shape) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and (shape.type == "float" or abs(value) > _BOUND_SHOWN)


def _size_slip(value: object, shape: Shape) -> Said:
    """A per cent typed where a share is wanted, or a number beyond anything."""
    assert isinstance(value, int | float)
    if abs(value) > _BOUND_SHOWN:
        return Said("；工厂里没有这么大的量，请检查数字和单位", "; nothing in a factory is that large, check the number and its unit")
    highest = min(shape.core.get(bound, math.inf) for bound in ("le", "lt"))
    lowest = max(shape.core.get(bound, -math.inf) for bound in ("ge", "gt"))
    if highest > 1 or abs(value) < 1 or not lowest <= value / 100 <= highest:
        return NOTHING
    return Said(f"；{value:g} % 请写 {value / 100:g}", f"; write {value / 100:g} for {value:g} %")


def thousands(key: str) -> Said:
    """What follows a comma inside ``{ }`` becomes a key: 8,500 is read as 8 and a field named 500."""
    if not re.fullmatch(r"\d{3}", key):
        return NOTHING
    return Said(
        f"；若这是千位分隔符后的部分（如 8,{key}），请去掉逗号，写 8{key}",
        f"; if it comes after a thousands separator (8,{key}), drop the comma: 8{key}",
    )


def _number_slip(node: Node) -> Said:
    if isinstance(node.value, bool):
        return Said("；true/false 不是数字", "; true and false are no numbers")
    if isinstance(node.value, int | float):
        return (
            Said("；请写不带小数点和指数的整数", "; write it without decimal point and exponent")
            if isinstance(node.value, float)
            else NOTHING
        )
    word = node.written.strip()
    wide = unicodedata.normalize("NFKC", word)
    if node.quoted and _is_number(word):
        return Said("；请去掉引号", "; drop the quotes")
    if wide != word and _is_number(wide):
        return Said(f"；用了全角字符，请写 {wide}", f"; full-width characters: type {wide}")
    return _spelling_slip(wide)


def _spelling_slip(word: str) -> Said:
    if _is_number(word.removesuffix("%").rstrip()):
        return Said("；百分数请写成小数：10% 写 0.1", "; write a percentage as a share: 10% is 0.1")
    if re.fullmatch(r"[-+]?[0-9]+,[0-9]{1,2}", word):
        point = word.replace(",", ".")
        return Said(f"；小数点请用英文句点，写 {point}", f"; the decimal sign is a point: write {point}")
    if _is_number(plain := re.sub(r"[,_ ']", "", word)):
        return Said(
            f"；数字中不要用逗号、空格或下划线作千位分隔符，请写 {plain}",
            f"; no thousands separators (comma, space, underscore): write {plain}",
        )
    if word.lower() in {"nan", "inf", "-inf", "infinity", "-infinity"}:
        return Said("；必须是有限数", "; it must be finite")
    if found := re.match(r"[-+]?[0-9.]+(?=\s*[^\s0-9.:])", word):
        return Said(
            f"；只写数字 {found.group()}，单位由字段名决定，请先换算",
            f"; write the number {found.group()} alone: the field's name fixes the unit, so convert it first",
        )
    return NOTHING


def _is_number(word: str) -> bool:
    return re.fullmatch(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?", word, re.ASCII) is not None
