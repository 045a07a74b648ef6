"""Wording filled in: once, with what is still known, in the language of the reader."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from xiangyue.errors import XiangyueError
from xiangyue.profile import Profile
from xiangyue.storage import Reader
from xiangyue.text import Text
from xiangyue.time.clock import parse_instant, zone

GONE = "…"
"""What stands for a value that is not there, or not any more."""

MASKED = "***"
_BLANK = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")
_YES = {True: ("yes", "是"), False: ("no", "否")}


class Values:
    """The values of one task as people read them."""

    def __init__(self, reader: Reader, profile: Profile, data: Mapping[str, Any]) -> None:
        """Take what is known; nothing is looked up yet."""
        self._reader = reader
        self._profile = profile
        self._data = data

    def fill(self, template: str, language: str) -> str:
        """Fill in ``{title}`` and ``{field}``; what a value says is never filled in again."""
        return _BLANK.sub(lambda found: self.say(found[1], language), template)

    def say(self, name: str, language: str) -> str:
        """Return one value in words; ``…`` where it is not known."""
        value = self._data.get(name)
        if value is None or value == "":
            return GONE
        field = self._profile.fields.get(name)
        schema = field.schema if field else {}
        form = schema.get("items", schema).get("format")
        many = value if isinstance(value, (list, tuple)) else [value]
        joint = "、" if language.startswith("zh") else ", "
        words = field.choices if field else {}
        said = (words[v].of(language) if v in words else self._one(v, form, language) for v in many)
        return joint.join(said) or GONE

    def _one(self, value: Any, form: Any, language: str) -> str:
        if isinstance(value, bool):
            return _YES[value][language.startswith("zh")]
        if isinstance(value, float):
            return f"{value:.15g}"
        text = str(value)
        if form == "member":
            return self._reader.name_of(text) or text
        if form == "unit":
            unit = self._reader.unit(text)
            return unit.title.of(language) if unit else text
        if form == "date-time":
            return self._moment(text)
        return text

    def _moment(self, text: str) -> str:
        timezone = self._profile.calendar.timezone
        try:
            at = parse_instant(text, timezone).astimezone(zone(timezone))
        except XiangyueError:
            return text
        return f"{at:%Y-%m-%d %H:%M}"


def pick(words: Mapping[str, str], language: str, profile: Profile) -> str:
    """Return the language in which these words are said to somebody who prefers ``language``."""
    for tag in (language, language.partition("-")[0], *profile.languages):
        if tag in words:
            return tag
    return next(iter(words), language)


def title_of(profile: Profile, field: str, language: str) -> str:
    """Return what people call a field."""
    known = profile.fields.get(field)
    return (known.title if known else Text(en=field)).of(language)
