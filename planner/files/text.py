"""Bytes of a file into text: UTF-8, else GB 18030, which Windows editors in China still save."""

from __future__ import annotations

import re
from pathlib import Path

from planner.errors import Problem

BYTES_LIMIT = 5_000_000
"""Largest scenario file. [bytes]"""
TABLE_BYTES_LIMIT = 50_000_000
"""Largest CSV file: 8760 rows with some hundred columns. [bytes]"""

_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Control characters, text-direction marks and half characters: invisible, so that a reader sees other text than the program."""


def unseen_character(text: str) -> re.Match[str] | None:
    """The first character that can't be seen and must not be in a file."""
    return _UNSEEN.search(text)


def read_text(path: Path, shown: str, limit: int = BYTES_LIMIT) -> str | Problem:
    """The text of a regular file with ``\\n`` line ends, or the problem with it."""
    raw = _read_bytes(path, limit)
    if isinstance(raw, tuple):
        return Problem(shown, 0, 0, "file", *raw)
    text = _decode(raw)
    if text is None:
        zh = "文件既不是 UTF-8 也不是 GB 18030 编码；请在编辑器中另存为 UTF-8"
        return Problem(shown, 0, 0, "file", zh, "the file is neither UTF-8 nor GB 18030; save it as UTF-8 in the editor")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if unseen := unseen_character(text):
        line, column = position(text, unseen.start())
        code = f"U+{ord(unseen.group()):04X}"
        zh = f"含有不可见字符 {code}；请删除它；文件必须是纯文本"
        en = f"invisible character {code}; delete it; the file must be plain text"
        return Problem(shown, line, column, "file", zh, en, excerpt(text.split("\n")[line - 1]))
    return text


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column of a character, counted from 1."""
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


def excerpt(line: str) -> str:
    """A source line made short and printable."""
    line = _UNSEEN.sub("\ufffd", line[:201].rstrip())
    return line if len(line) <= 200 else line[:199] + "…"


def _read_bytes(path: Path, limit: int) -> bytes | tuple[str, str]:
    try:
        if path.is_dir():
            return "这是文件夹；请给出文件", "this is a folder; name a file"
        if not path.exists():
            return "文件不存在", "the file does not exist"
        if not path.is_file():
            return "不是普通文件", "not a regular file"
        with path.open("rb") as stream:
            raw = stream.read(limit + 1)
    except (OSError, ValueError) as failure:
        return f"无法读取：{failure}", f"can't be read: {failure}"
    if len(raw) > limit:
        return (
            f"文件大于 {limit / 1e6:g} MB 的上限；大表请放入 CSV",
            f"larger than the limit of {limit / 1e6:g} MB; put large tables into CSV files",
        )
    return raw


def _decode(raw: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
