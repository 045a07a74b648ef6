"""What an unquoted word means: the core schema of YAML 1.2, less what JSON cannot say."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Final

from xiangyue.errors import BadInput, Place
from xiangyue.profile.node import Scalar

WHOLE_LIMIT: Final = 10**18  # whole numbers stay inside 64 bits, with room to add

_WORDS: Mapping[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMBER = re.compile(
    r"(?P<whole>[-+]?[0-9]+)"
    r"|(?P<based>0o[0-7]+|0x[0-9a-fA-F]+)"
    r"|(?P<real>[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)"
    r"|(?P<endless>[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))"
)
_NUMBER_STARTS = frozenset("+-.0123456789")


def resolve(text: str, place: Place) -> Scalar:
    """Read an unquoted scalar: ``010`` is ten; ``no``, ``22:00`` and ``2026-09-28`` are text.

    Raises BadInput on infinity, what is not a number, and whole numbers of more than 18 digits.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_STARTS or not (found := _NUMBER.fullmatch(text)):
        return text
    if found["whole"] or found["based"]:
        # Long digits are refused unread: converting them takes quadratic time.
        number = WHOLE_LIMIT if len(text) > 22 else int(text, 0 if found["based"] else 10)
        if abs(number) >= WHOLE_LIMIT:
            raise BadInput("yaml-digits", place=place, value=shorten(text))
        return number
    if found["endless"] or math.isinf(real := float(text)):
        raise BadInput("yaml-endless", place=place, value=shorten(text))
    return real


def is_text(text: str) -> bool:
    """Tell whether an unquoted scalar is text rather than a number, a truth value or nothing."""
    return text not in _WORDS and not (text[0] in _NUMBER_STARTS and _NUMBER.fullmatch(text))


def shorten(text: str) -> str:
    """Cut text from a file to what fits into a sentence: 40 characters."""
    return text if len(text) <= 40 else f"{text[:39]}…"
