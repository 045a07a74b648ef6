"""What a plugin answers, taken at its word only where it is one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

from xiangyue.limit import ALLOW, Verdict, Words
from xiangyue.spelling import shown
from xiangyue.time.clock import from_micros, to_micros
from xiangyue.values import Planned, replace
from xiangyue.words import CONTROL

SOONEST = timedelta(minutes=1)
LATEST = timedelta(days=366)
"""A deferral shorter than a minute is taken for one; one of more than a year for a mistake."""

_LONGEST = 1_000
_FEWER = {"collect": ("fields",), "message": ("by",), "publish": ("fields",)}
_VERDICTS: tuple[Literal["allow", "defer", "reshape", "deny"], ...] = (
    "allow",
    "defer",
    "reshape",
    "deny",
)
_SPOKEN = ("en", "zh")


class Rubbish(Exception):
    """An answer that is none."""


def checked(answer: Any, planned: Planned, now: datetime) -> Verdict:
    """Return the verdict; raises Rubbish for what is none."""
    if answer is None or answer is ALLOW:
        return ALLOW
    if not isinstance(answer, Verdict):
        raise Rubbish(shown(repr(answer)))
    kind = next((kind for kind in _VERDICTS if answer.kind == kind), None)
    if kind is None:
        raise Rubbish(shown(repr(answer)))
    if kind == "allow":
        return ALLOW
    verdict = Verdict(kind, _words(answer.say), _words(answer.mend))
    if kind == "defer":
        return replace(verdict, until=_until(answer.until, now))
    if kind == "reshape":
        return replace(verdict, instead=_instead(answer.instead, planned))
    return verdict


def _words(words: Any) -> Words:
    """Return a sentence in both languages, in one piece and not too long."""
    if not isinstance(words, Mapping):
        raise Rubbish(shown(repr(words)))
    said = {}
    for lang in _SPOKEN:
        sentence = words.get(lang)
        if not isinstance(sentence, str) or not 0 < len(sentence) <= _LONGEST:
            raise Rubbish(f"{lang}: {shown(repr(sentence))}")
        if CONTROL.search(sentence):
            raise Rubbish(f"{lang}: {shown(repr(sentence))}")
        said[lang] = str(sentence)
    return said


def _until(until: Any, now: datetime) -> datetime:
    if not isinstance(until, datetime) or until.tzinfo is None:
        raise Rubbish(shown(repr(until)))
    at = from_micros(to_micros(until))
    if not now < at <= now + LATEST:
        raise Rubbish(at.isoformat())
    return max(at, now + SOONEST)


def _instead(instead: Any, planned: Planned) -> Mapping[str, Any]:
    """Return the details that change: never more than there was."""
    if not isinstance(instead, Mapping) or not instead:
        raise Rubbish(shown(repr(instead)))
    changed: dict[str, Any] = {}
    before = planned.detail
    for name, value in instead.items():
        if planned.kind == "score" and name == "points" and type(value) is int:
            points = before["points"]
            if not min(0, points) <= value <= max(0, points):
                raise Rubbish(f"points: {value}")
            changed[name] = value
        elif name in _FEWER.get(planned.kind, ()):
            changed[name] = _some(name, value, before.get(name, ()))
        elif (planned.kind, name) in (("collect", "confirm"), ("publish", "masked")):
            some = {*before.get("fields", ()), *before.get(name, ())}
            changed[name] = _some(name, value, sorted(some))
        else:
            raise Rubbish(shown(str(name)))
    return changed


def _some(name: str, value: Any, of: Any) -> list[str]:
    if isinstance(value, str) or not set(value) <= set(of):
        raise Rubbish(f"{name}: {shown(repr(value))}")
    some = [one for one in of if one in value]
    if name == "by" and not some:
        raise Rubbish("by: []")
    return some
