"""Typer's own words in Chinese, and help keys replaced by help texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from planner.cli.help_texts import HELP
from planner.cli.phrases import PHRASES
from planner.language import Pair, Sayable

PANELS = {
    "ARGUMENTS_PANEL_TITLE": Pair("参数", "Arguments"),
    "OPTIONS_PANEL_TITLE": Pair("选项", "Options"),
    "COMMANDS_PANEL_TITLE": Pair("命令", "Commands"),
    "ERRORS_PANEL_TITLE": Pair("错误", "Error"),
    "DEFAULT_STRING": Pair("[默认：{}]", "[default: {}]"),
    "REQUIRED_LONG_STRING": Pair("[必填]", "[required]"),
}
"""Names in ``typer.rich_utils``."""
COMPLAINTS = {
    r"('.*') is not one of (.*?)\.?": "{0} 不在可用值之中：{1}",
    r"Input should be a valid integer.*": "须为整数",
    r"Input should be a valid number.*": "须为数字",
    r"Input should be greater than or equal to (.*)": "须不小于 {0}",
    r"Option '(.*)' requires an argument\.": "选项 {0} 后面缺少值",
    r"Option '(.*)' does not take a value\.": "选项 {0} 不带值",
    r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)": "多余的参数：{0}",
}
"""What the parser complains of in English, as patterns, and the same in Chinese."""
OWN_HELP = {"help": "help", "install_completion": "install_completion", "show_completion": "show_completion"}
"""Options that typer adds by itself, and the key of their help."""


def translate_command(command: Any, language: str) -> None:
    """Replace the help keys of a command, its options and its commands by texts."""
    command.help = _text(command.help, language)
    command.short_help = None
    for parameter in command.params:
        key = OWN_HELP.get(parameter.name, getattr(parameter, "help", None))
        parameter.help = _text(key, language)
    for inner in getattr(command, "commands", {}).values():
        translate_command(inner, language)
    _translate_help_option(command, language)


def _translate_help_option(command: Any, language: str) -> None:
    """The help option is made when it is first asked for, so it is translated at that moment."""
    make = command.get_help_option

    def get_help_option(context: Any) -> Any:
        option = make(context)
        if option is not None:
            option.help = _text("help", language)
        return option

    command.get_help_option = get_help_option


def _text(key: str | None, language: str) -> str | None:
    return None if key is None else HELP[key].say(language)


def translate_panels(language: str) -> None:
    """Put the headings of typer's help panels into the language, and let them fold Chinese."""
    from typer import rich_utils

    for name, words in PANELS.items():
        setattr(rich_utils, name, words.say(language))
    vars(rich_utils).update(Table=_folding_table(), Columns=_run_on)


def _folding_table() -> Any:
    """Typer's panels cut off what they can't wrap, and they wrap at spaces only; Chinese has none, so it is folded anywhere."""
    from rich.table import Table

    class Folding(Table):
        def add_row(self, *cells: Any, **options: Any) -> None:
            super().add_row(*cells, **options)
            for column in self.columns:
                column.overflow = "fold"

    return Folding


def _run_on(items: Sequence[Any]) -> Any:
    """Help and its marks as one text; side by side, as typer puts them, they would be cut off again."""
    from rich.columns import Columns
    from rich.text import Text

    return Text(" ").join(items) if all(isinstance(item, Text) for item in items) else Columns(items)


def usage_message(error: Any) -> Iterator[Sayable]:
    """What is wrong with a command line, and how to get help."""
    yield _usage_problem(error)
    context = getattr(error, "ctx", None)
    if context is not None:
        yield PHRASES["usage_hint"].fill(command=context.command_path)


def _usage_problem(error: Any) -> Sayable:
    """Typer speaks English only; its commonest complaints are put into words of ours, others keep its own."""
    kind, words = type(error).__name__, error.format_message()
    parameter = getattr(error, "param", None)
    name = str(parameter.get_error_hint()).strip("'") if parameter is not None else ""
    if kind == "MissingParameter":
        return PHRASES["usage_missing"].fill(what=name)
    if kind == "NoSuchOption":
        return PHRASES["usage_no_option"].fill(what=error.option_name)
    if kind == "BadParameter" and name:
        return PHRASES["usage_bad_value"].fill(what=name, why=_in_chinese(error.message))
    if words.startswith("No such command"):
        return PHRASES["usage_no_command"].fill(what=words.removeprefix("No such command").strip(" ."))
    return _in_chinese(words)


def _in_chinese(words: str) -> Pair:
    """A complaint of the parser with its Chinese where it is a known one."""
    english = words.removeprefix("Value error, ")
    for pattern, chinese in COMPLAINTS.items():
        found = re.fullmatch(pattern, english)
        if found:
            return Pair(chinese.format(*found.groups()), english)
    return Pair(english, english)
