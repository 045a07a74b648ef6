"""Who calls: a token's member, within a unit, for its scopes."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Protocol

from xiangyue_admin.accounts import Accounts, Token

SCOPES: Final[Mapping[str, str]] = {
    "units:read": "units beneath the token's own",
    "members:read": "members who live or hold a role there; no names and no contacts",
    "tasks:read": "tasks without personal values, what may be done on them, and roll-ups",
    "tasks:write": "open tasks and act on them, as the token's member",
    "open311:write": "through Open311: bring up what anybody may, for whoever is not registered",
    "personal:read": "with another scope: personal values of tasks, names, and whole decisions",
    "needs:read": "open needs, without personal values",
    "resources:read": "the resource library, without personal values, and lists that hang out",
    "matches:read": "which resources fit which needs",
    "matches:write": "propose matches: a task is opened for each",
    "call-outs:read": "how call-outs stand",
    "alerts:read": "what a community publishes as alerts (CAP)",
    "alerts:write": "hand in alerts (CAP), as the token's member",
    "points:read": "points of members, statements, settlements, where an entry comes from",
    "modes:read": "the mode of a community",
    "profiles:read": "profiles, and drafts of changes",
    "profiles:write": "lint and test a profile that is sent; draft changes",
    "journal:read": "what happens, as events and as logs of them, without personal values",
    "metrics:read": "figures about the whole system, for a token that is bound to no unit",
}
"""What a token may be for. Its unit says where, its member as whom."""

_MOST = 10_000


class Caller(Protocol):
    """As whom a request acts, where and for what."""

    @property
    def id(self) -> str:
        """By what the caller is told from others."""

    @property
    def member(self) -> str:
        """As which member the caller acts."""

    @property
    def unit(self) -> str:
        """The unit that it is bound to; ``*`` is everywhere."""

    @property
    def scopes(self) -> frozenset[str]:
        """What it is for."""

    def covers(self, unit: str) -> bool:
        """Return whether a unit is the caller's or beneath it; False where it does not exist."""


class Callers(Protocol):
    """Who knows tokens by their secrets."""

    def caller(self, secret: str) -> Caller | None:
        """Return who holds a token; None where it is unknown, over or withdrawn."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a token of the console's accounts."""

    accounts: Accounts
    token: Token

    @property
    def id(self) -> str:
        """The token's id."""
        return self.token.id

    @property
    def member(self) -> str:
        """As which member it acts."""
        return self.token.member

    @property
    def unit(self) -> str:
        """The unit that it is bound to."""
        return self.token.unit

    @property
    def scopes(self) -> frozenset[str]:
        """What it is for."""
        return self.token.scopes

    def covers(self, unit: str) -> bool:
        """Return whether a unit is the token's or beneath it."""
        return self.accounts.tree.covers(self.token.unit, unit)


@dataclass(frozen=True, slots=True)
class ByToken:
    """Who calls, by the tokens of the console's accounts."""

    accounts: Accounts

    def caller(self, secret: str) -> Holder | None:
        """Return who holds a token; None where it is unknown, over or withdrawn."""
        token = self.accounts.token(secret)
        return None if token is None else Holder(self.accounts, token)


@dataclass(frozen=True, slots=True)
class _Kept:
    until: float
    caller: Caller


class Remembered:
    """Callers that are remembered for some seconds, by the hash of their secret. Thread-safe.

    What is not a token is looked up each time: so a new one is good at once.
    """

    def __init__(
        self, callers: Callers, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Remember nobody yet."""
        self._callers = callers
        self._seconds = seconds
        self._clock = clock
        self._kept: dict[bytes, _Kept] = {}

    def caller(self, secret: str) -> Caller | None:
        """Return who holds a token; None where it is unknown, over or withdrawn."""
        key = sha256(secret.encode("utf-8", "surrogatepass")).digest()
        now = self._clock()
        kept = self._kept.get(key)
        if kept is not None and now < kept.until:
            return kept.caller
        found = self._callers.caller(secret)
        if found is None:
            self._kept.pop(key, None)
            return None
        if len(self._kept) >= _MOST:
            self._kept.clear()
        self._kept[key] = _Kept(now + self._seconds, found)
        return found
