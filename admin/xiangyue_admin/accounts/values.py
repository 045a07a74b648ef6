"""Who is signed in, what they may do where, and what a program holds."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Literal, get_args

Power = Literal["desk", "admin", "system"]
POWERS: tuple[Power, ...] = get_args(Power)
EVERYWHERE = "*"


@dataclass(frozen=True, slots=True)
class Grant:
    """A power at a unit and all beneath it; ``*`` is everywhere."""

    power: Power
    unit: str


@dataclass(frozen=True, slots=True)
class Account:
    """Who may sign in; ``member`` is as whom they act, none for who only runs the system.

    ``only`` is the one task (``community/id``) that somebody may see who came by a link.
    """

    login: str
    member: str | None = None
    grants: tuple[Grant, ...] = ()
    language: str | None = None
    large: bool = False
    disabled: bool = False
    locked_until: int = 0
    seen: int | None = None
    only: str | None = None

    @property
    def actor(self) -> str:
        """The id under which the account's acts are journaled."""
        return self.member or self.login


@dataclass(frozen=True, slots=True)
class Token:
    """What a program holds: it acts as ``member``, within ``unit``, for its ``scopes``.

    Times are microseconds since 1970 UTC. It is ``stopped`` while whoever made it, or its member,
    is locked out: has accounts, and none that may sign in.
    """

    id: str
    title: str
    member: str
    unit: str
    scopes: frozenset[str]
    by: str
    created: int
    expires: int | None = None
    revoked: int | None = None
    stopped: bool = False


def micros() -> int:
    """Return the moment, in microseconds since 1970 UTC."""
    return time.time_ns() // 1000
