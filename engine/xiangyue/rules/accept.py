"""What may go into a rule and come out of it: typed, copied and bounded."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from xiangyue.rules.faults import shown
from xiangyue.rules.kinds import Kind

LONGEST_TEXT = 4_096
"""Characters that one text may have."""

MOST_ITEMS = 1_000
"""Items that one list may have."""

MOST_LIST_TEXT = 65_536
"""Characters that all texts of one list may have together."""

_LEAST, _MOST = -(2**63), 2**63 - 1
_LONGEST_DURATION = timedelta(days=3_652_500)


class Misfit(Exception):
    """A value that cannot be used: the code of its message and what that says."""

    def __init__(self, code: str, **values: Any) -> None:
        """Remember what is wrong; whoever knows the name of the value says it."""
        super().__init__(code)
        self.code = code
        self.values = values


def boolean(value: Any) -> bool:
    """Accept True and False only."""
    if value is True or value is False:
        return bool(value)
    raise _wrong(Kind.BOOLEAN, value)


def integer(value: Any) -> int:
    """Accept whole numbers of 64 bits; no booleans, no floats."""
    if not isinstance(value, int) or value is True or value is False:
        raise _wrong(Kind.INTEGER, value)
    whole = value if type(value) is int else int(value)
    if not _LEAST <= whole <= _MOST:
        raise Misfit("rule-large-value", limit=_MOST)
    return whole


def number(value: Any) -> float:
    """Accept finite numbers; integers become floats."""
    if not isinstance(value, float | int) or value is True or value is False:
        raise _wrong(Kind.NUMBER, value)
    try:
        real = value if type(value) is float else float(value)
    except OverflowError:
        raise Misfit("rule-large-value", limit=sys.float_info.max) from None
    if not math.isfinite(real):
        raise Misfit("rule-no-number", got=real)
    return real


def string(value: Any) -> str:
    """Accept text without NUL (which CEL would cut short) and without half characters."""
    if not isinstance(value, str):
        raise _wrong(Kind.STRING, value)
    text = value if type(value) is str else "".join(value)
    if len(text) > LONGEST_TEXT:
        raise Misfit("rule-large-value", limit=LONGEST_TEXT)
    if "\0" in text or not (text.isascii() or _whole(text)):
        raise Misfit("rule-broken-text")
    return text


def _whole(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def instant(value: Any) -> datetime:
    """Accept a datetime that knows its time zone."""
    if not isinstance(value, datetime):
        raise _wrong(Kind.INSTANT, value)
    if value.utcoffset() is None:
        raise Misfit("rule-no-zone")
    return value


def duration(value: Any) -> timedelta:
    """Accept a timedelta of at most 10,000 years."""
    if not isinstance(value, timedelta):
        raise _wrong(Kind.DURATION, value)
    if abs(value) > _LONGEST_DURATION:
        raise Misfit("rule-large-value", limit=_LONGEST_DURATION)
    return value


def _list(kind: Kind, item: Callable[[Any], Any]) -> Callable[[Any], list[Any]]:
    def accept(value: Any) -> list[Any]:
        if not isinstance(value, list | tuple):
            raise _wrong(kind, value)
        if len(value) > MOST_ITEMS:
            raise Misfit("rule-large-value", limit=MOST_ITEMS)
        items = [item(v) for v in value]
        if kind is Kind.STRINGS and sum(map(len, items)) > MOST_LIST_TEXT:
            raise Misfit("rule-large-value", limit=MOST_LIST_TEXT)
        return items

    return accept


ACCEPT: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.BOOLEAN: boolean,
    Kind.INTEGER: integer,
    Kind.NUMBER: number,
    Kind.STRING: string,
    Kind.INSTANT: instant,
    Kind.DURATION: duration,
    Kind.STRINGS: _list(Kind.STRINGS, string),
    Kind.INTEGERS: _list(Kind.INTEGERS, integer),
    Kind.NUMBERS: _list(Kind.NUMBERS, number),
}
"""How a value of each kind is accepted; each raises Misfit."""


def _wrong(kind: Kind, value: Any) -> Misfit:
    return Misfit("rule-wrong-value", expected=kind.value, got=shown(_described(value)))


def _described(value: Any) -> str:
    if isinstance(value, bool | float) or (isinstance(value, int) and -_MOST <= value <= _MOST):
        return repr(value)
    if isinstance(value, str):
        return f"“{value[:40]}”"
    return type(value).__name__
