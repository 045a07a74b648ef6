"""Words in several languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Text(dict[str, str]):
    """The same words by language tag; reads as English, or as what there is."""

    def of(self, lang: str = "en") -> str:
        """Return the words in ``lang``, else in English, else in any language; empty if none."""
        for tag in (lang, lang.partition("-")[0], "en"):
            if tag in self:
                return self[tag]
        return next(iter(self.values()), "")

    def __str__(self) -> str:
        """Read as English, or as what there is."""
        return self.of()


class Said(Text):
    """Words that a sentence quotes in its own language, without being asked which."""


def joined(said: str, mend: str, lang: str = "en") -> str:
    """Return a sentence and its mend, as a language sets sentences apart."""
    return f"{said}{'' if lang.startswith('zh') else ' '}{mend}".rstrip()


def text(data: Mapping[str, str] | None, name: str = "") -> Text:
    """Return the words of a profile's mapping; its name where it has none."""
    return Text(data) if data else Text(en=name)


def basis(data: str | Mapping[str, str]) -> Text:
    """Return on what a number or rule stands; its marks alone read alike in every language."""
    return Text(en=data) if isinstance(data, str) else Text(data)


def spoken(values: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Return values as a sentence in ``lang`` quotes them: texts in it, lists joined its way."""
    return {name: _say(value, lang) for name, value in values.items()}


def _say(value: Any, lang: str) -> Any:
    if isinstance(value, dict):
        return Text(value).of(lang)
    if isinstance(value, (list, tuple)):
        return ("、" if lang.startswith("zh") else ", ").join(str(_say(v, lang)) for v in value)
    return value
