"""What of a journal may leave, and under which names."""

from __future__ import annotations

import hmac
import os
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from xiangyue.study.period import Day
from xiangyue.values import NOBODYS

_LENGTH = 12


@dataclass(frozen=True, slots=True)
class LogTerms:
    """What is exported of a community's journal.

    ``flow`` leaves out all other flows, ``since`` and ``until`` (days, the last one counted whole,
    or instants, exclusive) the tasks that were opened before or later; what is exported of a task
    is all of it. ``members`` leaves their ids as they are, ``personal`` lets personal values,
    titles, notes and names leave, and ``refused`` adds what was refused or put off. ``lang`` is
    that of titles. ``salt`` makes pseudonyms; one of its own for each export if left out, so that
    two of them cannot be laid beside one another.
    """

    flow: str | None = None
    since: Day = None
    until: Day = None
    members: bool = False
    personal: bool = False
    refused: bool = False
    lang: str = "en"
    salt: bytes = field(default_factory=lambda: os.urandom(16), repr=False)


class Disguise:
    """Gives each member the name under which it leaves."""

    def __init__(self, terms: LogTerms) -> None:
        """Know nobody yet."""
        self._open = terms.members
        self._salt = terms.salt
        self._known: dict[str, str] = {}

    def __call__(self, member: str) -> str:
        """Return a member's pseudonym, or its id where ids may leave; the engine is nobody."""
        if self._open or member in NOBODYS:
            return member
        found = self._known.get(member)
        if found is None:
            digest = hmac.digest(self._salt, member.encode(), "sha256")
            found = self._known[member] = f"m-{b32encode(digest)[:_LENGTH].decode().lower()}"
        return found

    def value(self, schema: Mapping[str, Any], value: Any) -> Any:
        """Return the value of a field, with every member in it under its name."""
        if isinstance(value, list):
            of = schema.get("items", {})
            return [self.value(of, one) for one in value]
        if schema.get("format") == "member" and isinstance(value, str):
            return self(value)
        return value
