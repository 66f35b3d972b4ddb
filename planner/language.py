"""Chinese and English: pairs of sentences, and which of the two to speak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

LANGUAGES = ("zh", "en")
VARIABLE = "PLANNER_LANG"
"""Environment variable with the language, used when the command line says nothing."""


class Sayable(Protocol):
    """Anything that can be said in either language."""

    def say(self, language: str) -> str:
        """The words in ``language``."""
        ...


@dataclass(frozen=True, slots=True)
class Pair:
    """One sentence or name in both languages, with ``{places}`` for values."""

    zh: str
    en: str

    def say(self, language: str) -> str:
        """The words in ``language``, places left as they are."""
        return self.zh if language == "zh" else self.en

    def fill(self, **values: object) -> Pair:
        """The pair with its places filled; a value that has two languages itself is said in each."""
        return Pair(self.zh.format(**_spoken(values, "zh")), self.en.format(**_spoken(values, "en")))


def _spoken(values: Mapping[str, object], language: str) -> dict[str, object]:
    return {name: value.say(language) if hasattr(value, "say") else value for name, value in values.items()}


def choose_language(asked: str | None, environ: Mapping[str, str]) -> str:
    """The language asked for, else that of ``PLANNER_LANG``, else that of the locale, else English."""
    for given in (asked, environ.get(VARIABLE)):
        if given in LANGUAGES:
            return given
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(name):
            return "zh" if environ[name].lower().startswith("zh") else "en"
    return "zh" if _system_locale().startswith("zh") else "en"


def _system_locale() -> str:
    """The locale of systems that name it in no environment variable (Windows): ``zh_cn``, or empty."""
    import locale

    try:
        name = (locale.getlocale()[0] or "").lower()
    except ValueError:
        return ""
    return "zh" if name.startswith("chinese") else name


def take_option(arguments: Sequence[str], option: str) -> tuple[str | None, list[str]]:
    """The value of ``option`` wherever it stands before ``--``, and the arguments without it.

    Language is needed before the command line is parsed, and people type it after the command as often as before.
    """
    value: str | None = None
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            return value, [*rest, word, *words]
        if word == option:
            value = next(words, "")
        elif word.startswith(option + "="):
            value = word.partition("=")[2]
        else:
            rest.append(word)
    return value, rest
