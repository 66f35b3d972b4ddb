"""What a YAML parser's complaint means to someone who types a scenario file."""

from __future__ import annotations

import re

_REASONS: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "此处不能再有冒号；检查上一行的缩进，含冒号的文字请加引号",
        "a colon can't stand here; check the indentation of the line above, or put quotes around text with a colon",
    ),
    ("cannot start any token", "此字符不能作开头；文字请加引号", "this character can't begin a value; put quotes around text"),
    ("unexpected end of stream", "引号没有闭合", "a quote is not closed"),
    ("expected <block end>", "缩进不一致，或列表与键混在同一层", "the indentation does not fit, or a list and keys are mixed on one level"),
    ("expected ',' or '}'", "花括号 { } 没有闭合，或缺少逗号", "a brace { } is not closed, or a comma is missing"),
    ("expected ',' or ']'", "方括号 [ ] 没有闭合，或缺少逗号", "a bracket [ ] is not closed, or a comma is missing"),
    ("could not find expected ':'", "键后缺少冒号“: ”", "the colon after a key is missing"),
    ("expected the node content", "此处缺少一个值", "a value is missing here"),
    (
        "unknown escape character",
        "双引号内的反斜杠转义无效；Windows 路径请用 / ",
        "invalid backslash escape in double quotes; write paths with /",
    ),
    ("undefined alias", "不支持引用 `*`", "aliases (`*`) are not allowed"),
)
_FULL_WIDTH_COLON = re.compile(r"^[^#:'\"]*：")
_TAB_INDENT = re.compile(r"^[ ]*\t")
_NO_SPACE = re.compile(r"^[ -]*[A-Za-z_]\w*:(?=[^\s:/\\])", re.ASCII)
_WIDE_SPACE = re.compile("^[ ]*[\u3000\u00a0]")


def explain_syntax(failure: Exception, text: str) -> tuple[int, int, str, str]:
    """Line, column and the sentences for a text that can't be parsed."""
    mark = getattr(failure, "problem_mark", None) or getattr(failure, "context_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.split("\n")
    if habit := typing_habit(lines[:line], first=line - 3):
        return habit
    said = " ".join(str(part) for part in (getattr(failure, "problem", None) or failure,) if part)
    for needle, zh, en in _REASONS:
        if needle in said:
            return line, column, f"不是有效的 YAML：{zh}", f"not valid YAML: {en}"
    said = said.split("\n")[0][:120]
    return line, column, f"不是有效的 YAML（{said}）", f"not valid YAML ({said})"


def typing_habit(lines: list[str], first: int = 1) -> tuple[int, int, str, str] | None:
    """A full-width colon, a tab, a wide space or a colon without a space: the last such line, from line ``first`` on."""
    for number, line in reversed(list(enumerate(lines, 1))[max(first - 1, 0) :]):
        if found := _FULL_WIDTH_COLON.search(line):
            return (
                number,
                found.end(),
                "用了中文冒号“：”；请改为英文冒号加空格“: ”",
                "full-width colon `：`; type an ASCII colon and a space `: `",
            )
        if found := _TAB_INDENT.search(line):
            return number, found.end(), "缩进用了制表符；请改为空格", "a tab in the indentation; use spaces"
        if found := _WIDE_SPACE.search(line):
            return number, found.end(), "缩进用了全角空格；请改为英文空格", "a full-width space in the indentation; use ASCII spaces"
        if found := _NO_SPACE.search(line):
            return number, found.end(), "冒号后缺少空格", "a space is missing after the colon"
    return None
