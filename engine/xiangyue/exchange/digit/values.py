"""Single values of a DIGIT file: what they should be, in whatever form they come."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from xiangyue.exchange.digit.ledger import Ledger
from xiangyue.exchange.digit.model import Path
from xiangyue.exchange.names import title

MOST_KEY: Final = 100  # characters of a key that a profile keeps
MOST_TEXT: Final = 2000
MOST_DEPTH: Final = 8
MOST_PARTS: Final = 500
_TRUE: Final = frozenset({"true", "yes", "1", "y"})
_FALSE: Final = frozenset({"false", "no", "0", "n", ""})
_WHOLE: Final = 10**17


class Values:
    """Reads the values of one object, and says of each that is odd what became of it."""

    def __init__(self, value: Mapping[str, Any], path: Path, ledger: Ledger) -> None:
        """Begin with an object and where it stands; nothing of it was read yet."""
        self.value = value
        self.path = path
        self.ledger = ledger
        self._read: set[str] = set()

    def raw(self, *keys: str) -> tuple[str, Any]:
        """Return the first of several keys that is there, and its value; the first, and None."""
        self._read.update(keys)
        return next(((key, self.value[key]) for key in keys if key in self.value), (keys[0], None))

    def text(self, *keys: str) -> str | None:
        """Return a text; a number is taken as one, and nothing but scalars can be one."""
        key, found = self.raw(*keys)
        if found is None:
            return None
        if isinstance(found, str):
            return self._held(found, key)
        if isinstance(found, (int, float)):
            self.ledger.note("changed", self.path, "digit-as-text", key)
            return str(found).lower() if isinstance(found, bool) else str(found)
        self.ledger.note("refused", self.path, "digit-no-text", key)
        return None

    def truth(self, *keys: str) -> bool | None:
        """Return yes or no, also where it is written as a text; None where nothing is said."""
        key, found = self.raw(*keys)
        if found is None or isinstance(found, bool):
            return found
        word = str(found).strip().lower()
        if isinstance(found, (str, int)) and word in _TRUE | _FALSE:
            return word in _TRUE
        self.ledger.note("refused", self.path, "digit-no-truth", key)
        return None

    def number(self, *keys: str) -> float | None:
        """Return a number, also where it is written as a text; None where nothing is said."""
        key, found = self.raw(*keys)
        if found is None or found == "":
            return None
        try:
            number = float(found) if isinstance(found, (int, float, str)) else math.nan
        except (ValueError, OverflowError):
            number = math.nan
        if isinstance(found, bool) or not abs(number) < _WHOLE:
            self.ledger.note("refused", self.path, "digit-no-number", key)
            return None
        return number

    def texts(self, *keys: str) -> tuple[str, ...] | None:
        """Return several texts: of a list, or of one text with commas between; None if not said.

        What is in the list as an object counts by its ``code`` or ``name``.
        """
        key, found = self.raw(*keys)
        if found is None:
            return None
        if isinstance(found, str):
            parts = (part.strip() for part in self._held(found, key).split(","))
            return tuple(dict.fromkeys(part for part in parts if part))
        if not isinstance(found, list):
            self.ledger.note("refused", self.path, "digit-no-list", key)
            return None
        names: list[str] = []
        for number, one in enumerate(found):
            said = one.get("code") or one.get("name") if isinstance(one, dict) else one
            if isinstance(said, str) and said:
                names.append(self._held(said, key, number))
            elif said not in (None, ""):
                self.ledger.note("refused", self.path, "digit-no-text", key, number)
        return tuple(dict.fromkeys(names))

    def _held(self, text: str, *below: str | int) -> str:
        """Return a text as a profile can hold it."""
        if (safe := held(text)) != text:
            self.ledger.note("changed", self.path, "digit-unsafe", *below)
        return safe

    def more(self, passed: frozenset[str]) -> dict[str, Any]:
        """Return what is there besides what was read, as a profile can keep it.

        What is ``passed`` over is left out without a word, and so is what is null.
        """
        found = {}
        for key, value in self.value.items():
            if key in self._read or key in passed or value is None:
                continue
            if fits(key) and len(key) <= MOST_KEY and keepable(value):
                found[key] = value
            else:
                self.ledger.note("refused", self.path, "digit-not-kept", key)
        return found


def keepable(value: Any, depth: int = 0) -> bool:
    """Tell whether a profile can keep a value as it stands."""
    if value is None or isinstance(value, bool):
        return True
    if isinstance(value, (int, float)):
        return abs(value) < _WHOLE
    if isinstance(value, str):
        return len(value) <= MOST_TEXT and fits(value)
    if depth >= MOST_DEPTH or len(value) > MOST_PARTS:
        return False
    if isinstance(value, dict):
        named = all(len(key) <= MOST_KEY and fits(key) for key in value)
        return named and all(keepable(one, depth + 1) for one in value.values())
    return all(keepable(one, depth + 1) for one in value)


def cleaned(value: Any, depth: int = 0) -> Any:
    """Return a value as a profile can keep it; what it cannot is null."""
    if isinstance(value, str):
        return held(value)
    if isinstance(value, dict) and depth < MOST_DEPTH:
        pairs = [*value.items()][:MOST_PARTS]
        return {title(key[:MOST_KEY]): cleaned(one, depth + 1) for key, one in pairs}
    if isinstance(value, list) and depth < MOST_DEPTH:
        return [cleaned(one, depth + 1) for one in value[:MOST_PARTS]]
    return value if keepable(value, MOST_DEPTH) else None


def held(text: str) -> str:
    """Return a text as a profile can hold it: itself, or shortened and cleaned."""
    return text if len(text) <= MOST_TEXT and fits(text) else title(text)


def fits(text: str) -> bool:
    """Tell whether a profile can hold a text without changing it."""
    pieces = [text[n : n + 200] for n in range(0, len(text), 200)]
    return all(title(piece) == piece for piece in pieces)
