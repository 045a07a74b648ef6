"""A change of the rules, as a task proposes it and as it is judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xiangyue.values.value import Value


class Proposed(Value, frozen=True):
    """What a task proposes to put in force, or back, as far as it can be read.

    ``content`` is the hash of release and params; ``checked`` that of what the checks have looked
    at, ``errors`` how many they found and ``first`` the first of these. ``authors`` have proposed
    it or entered it. ``moved`` is whether other rules are in force by now than those that it
    starts from; ``lifts`` whether putting it back would let rules change without this flow.
    """

    release: str
    params: Mapping[str, Any]
    content: str
    checked: str = ""
    errors: int = 0
    first: Mapping[str, str] = {}
    authors: frozenset[str] = frozenset()
    moved: bool = False
    lifts: bool = False


class Effects(Value, frozen=True):
    """What a proposed change would have done to past work.

    ``content`` is the hash of what was looked at; ``summary`` is plain data, by name.
    """

    content: str
    summary: Mapping[str, Any] = {}


class Found(Value, frozen=True):
    """What a check has found, in words by language; ``about`` is an address, or a scenario."""

    severity: str
    about: str
    said: Mapping[str, str]
    mend: Mapping[str, str] = {}


class Checks(Value, frozen=True):
    """What the checks of a proposed change have found.

    ``content`` is the hash of what they looked at. ``findings`` are the linter's; ``failed`` are
    scenarios that come out otherwise than the profile says, without those that the change ``meant``
    to; ``otherwise`` are scenarios that come out otherwise under the community's own params alone.
    ``noted`` is what the community's own record says of it, which stands in no way.
    ``coverage`` says of each kind how many there are and how many were seen. ``note`` says why no
    scenario was played.
    """

    content: str
    findings: tuple[Found, ...] = ()
    failed: tuple[Found, ...] = ()
    meant: tuple[Found, ...] = ()
    otherwise: tuple[Found, ...] = ()
    noted: tuple[Found, ...] = ()
    passed: int = 0
    coverage: Mapping[str, tuple[int, int]] = {}
    missing: tuple[str, ...] = ()
    note: str = ""

    @property
    def errors(self) -> tuple[Found, ...]:
        """What stands in the way of the change."""
        return (*(one for one in self.findings if one.severity == "error"), *self.failed)

    @property
    def ok(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.errors
