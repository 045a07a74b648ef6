"""How people, roles and unit levels are called in a change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from xiangyue.diff.change import word
from xiangyue.profile import Profile
from xiangyue.text import Text
from xiangyue.values import TIERS

_WORDS: Final = ("assignee", "opener", "anyone", "public", "system", "actor")


def who(names: Iterable[str], profile: Profile) -> list[Text]:
    """Return what people read for roles, fields that name a person, and words such as assignee."""
    return [person(name, profile) for name in names]


def person(name: str, profile: Profile) -> Text:
    """Return what people read for one role, field or word."""
    part = profile.roles.get(name) or profile.fields.get(name)
    if part is not None:
        return part.title
    return word(f"diff-who-{name}") if name in _WORDS else Text(en=name)


def level(at: str | None) -> Text:
    """Return what people read for a unit level, or for any."""
    return word(f"diff-level-{at or 'any'}")


def tiers(at: str | None) -> frozenset[int]:
    """Return the tiers of the unit tree that a unit level stands for."""
    return frozenset(TIERS.values()) if at is None else frozenset((TIERS[at],))
