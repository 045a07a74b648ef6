"""What the schemas of CAP 1.2 and 1.1 say: which elements, in which order, with which values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

MANY = 1 << 30

STATUSES = ("Actual", "Exercise", "System", "Test", "Draft")
MSG_TYPES = ("Alert", "Update", "Cancel", "Ack", "Error")
SCOPES = ("Public", "Restricted", "Private")
CATEGORIES = (
    *("Geo", "Met", "Safety", "Security", "Rescue", "Fire"),
    *("Health", "Env", "Transport", "Infra", "CBRNE", "Other"),
)
RESPONSE_TYPES = (
    *("Shelter", "Evacuate", "Prepare", "Execute", "Avoid"),
    *("Monitor", "Assess", "AllClear", "None"),
)
URGENCIES = ("Immediate", "Expected", "Future", "Past", "Unknown")
SEVERITIES = ("Extreme", "Severe", "Moderate", "Minor", "Unknown")
CERTAINTIES = ("Observed", "Likely", "Possible", "Unlikely", "Unknown")

WORDS: Mapping[str, tuple[str, ...]] = {
    "status": STATUSES,
    "msgType": MSG_TYPES,
    "scope": SCOPES,
    "category": CATEGORIES,
    "responseType": RESPONSE_TYPES,
    "urgency": URGENCIES,
    "severity": SEVERITIES,
    "certainty": CERTAINTIES,
}
"""The words that an element may hold, where only these may stand there."""

NEW_IN_1_2 = frozenset({"Avoid", "AllClear"})

_BLANKS = " \t\r\n"
FORMS: Mapping[str, re.Pattern[str]] = {
    "time": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d", re.ASCII),
    "language": re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*"),
    "integer": re.compile(r"[+-]?\d+", re.ASCII),
    "decimal": re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII),
}


@dataclass(frozen=True, slots=True)
class Slot:
    """An element in a sequence: what it holds, and how often it may stand there."""

    tag: str
    holds: str = "text"  # or a form, a list of words, or elements of their own
    least: int = 0
    most: int = 1


def _slots(*texts: str) -> tuple[Slot, ...]:
    return tuple(_slot(text) for line in texts for text in line.split())


def _slot(text: str) -> Slot:
    mark = text[-1] if text[-1] in "?*+" else ""
    tag, _, holds = text.removesuffix(mark).partition(":")
    if not holds:
        holds = "word" if tag in WORDS else "parts" if tag in _NESTED else "text"
    return Slot(tag, holds, 0 if mark in {"?", "*"} else 1, MANY if mark in {"+", "*"} else 1)


_NESTED = frozenset({"info", "eventCode", "parameter", "resource", "area", "geocode"})
_PAIR = _slots("valueName value")

PARTS: Mapping[str, tuple[Slot, ...]] = {
    "alert": _slots(
        "identifier sender sent:time status msgType source? scope restriction? addresses?",
        "code* note? references? incidents? info*",
    ),
    "info": _slots(
        "language:language? category+ event responseType* urgency severity certainty audience?",
        "eventCode* effective:time? onset:time? expires:time? senderName? headline? description?",
        "instruction? web:uri? contact? parameter* resource* area*",
    ),
    "resource": _slots("resourceDesc mimeType size:integer? uri:uri? derefUri? digest?"),
    "area": _slots("areaDesc polygon* circle* geocode* altitude:decimal? ceiling:decimal?"),
    "eventCode": _PAIR,
    "parameter": _PAIR,
    "geocode": _PAIR,
}
"""What each element with parts holds, in order; ``?`` once or not, ``*`` and ``+`` many times."""


def blank_free(text: str) -> str:
    """Return text without the blanks around it, as the schema takes numbers and times."""
    return text.strip(_BLANKS)
