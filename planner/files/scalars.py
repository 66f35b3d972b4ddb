"""One unquoted YAML word into a plain value, by the YAML 1.2 core schema without its traps."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

Scalar = str | int | float | bool | None

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_ODD_BASE = re.compile(r"[-+]?0([xX][0-9a-fA-F]+|[oO][0-7]+|[bB][01]+)")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+(\.[0-9]*)?([eE][-+]?[0-9]+)?")
_AFTER_COMMA = re.compile(r"0[0-9]{2}")
_DIGITS_LIMIT = 60


class Trouble(NamedTuple):
    """What is wrong, without a place."""

    zh: str
    en: str


def read_plain(word: str) -> Scalar | Trouble:
    """The value of an unquoted word, or why it can't be used."""
    if word in _NULL:
        return None
    if word in _BOOL:
        return _BOOL[word]
    if trouble := _trap(word):
        return trouble
    if _INT.fullmatch(word):
        return int(word)
    if _FLOAT.fullmatch(word):
        return _finite(word)
    return word


def _trap(word: str) -> Trouble | None:
    if _NOT_FINITE.fullmatch(word):
        return Trouble(f"`{word}` 不是有限数；请给出一个数", f"`{word}` is not a finite number; give a number")
    if _ODD_BASE.fullmatch(word):
        return Trouble(
            f"`{word}` 是十六、八或二进制写法；请写十进制数，若是文字请加引号",
            f"`{word}` is written in base 16, 8 or 2; write a decimal number, or put quotes around text",
        )
    if _AFTER_COMMA.fullmatch(word):
        return Trouble(
            f"`{word}` 以 0 开头；若这是千位分隔符后的部分（如 8,{word}），请去掉逗号，写 8{word}；若是编号请加引号",
            f"`{word}` begins with 0; if it comes after a thousands separator (8,{word}), drop the comma: 8{word}; quote a code",
        )
    if _LEADING_ZERO.fullmatch(word):
        return Trouble(
            f"`{_short(word)}` 以 0 开头，可能被读成八进制；请去掉开头的 0，若是编号请加引号",
            f"`{_short(word)}` begins with 0 and may be read as octal; drop the zero, or put quotes around a code",
        )
    if len(word) > _DIGITS_LIMIT and _FLOAT.fullmatch(word):
        return Trouble(f"数字超过 {_DIGITS_LIMIT} 位", f"a number with more than {_DIGITS_LIMIT} characters")
    return None


def _finite(word: str) -> float | Trouble:
    value = float(word)
    if math.isinf(value):
        return Trouble(f"`{word}` 太大", f"`{word}` is too large")
    if value == 0 and re.search("[1-9]", re.split("[eE]", word)[0]):
        return Trouble(f"`{word}` 太小，会变成 0", f"`{word}` is too small and would become 0")
    return value


def _short(word: str) -> str:
    return word if len(word) <= 40 else word[:39] + "…"
