"""What is known when a command is judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xiangyue.values.people import Member
from xiangyue.values.points import LedgerEntry
from xiangyue.values.value import Value


class Calling(Value, frozen=True):
    """How a task's call-out stands, and whom its next step can ask.

    ``asked`` and ``accepted`` count members, ``last`` is the highest rung so far (-1 for none).
    ``stands`` is what became of the members whom the command names; ``found`` are those whom
    ``rung`` can ask, each with the resource that is asked for, if it is one. ``ready`` are the
    minutes until that is there, ``stale`` those of them whose entry should be verified again.
    ``until`` is when the time of those is over who are asked later than they were to be.
    """

    asked: int = 0
    accepted: int = 0
    last: int = -1
    stands: Mapping[str, str] = {}
    rung: int = 0
    found: Mapping[str, str | None] = {}
    ready: Mapping[str, int] = {}
    stale: tuple[str, ...] = ()
    until: int | None = None


class Facts(Value, frozen=True):
    """What is known when a command is judged; nothing of it can change meanwhile.

    ``seq`` is the number that the decision will have in the community's journal. ``line`` leads
    from the task's unit up to the root of the unit tree. ``members`` and ``units`` are those named,
    ``beneath`` the communities under units to which is distributed, in the order of the tree,
    without those that have it already; ``outstanding`` is how many of these are not ready.
    ``measured`` is what is known of the emergency that is reviewed.
    """

    now: int
    seq: int
    settings: int
    params: Mapping[str, Any]
    mode: str
    line: Mapping[str, int]
    below: frozenset[str]
    members: Mapping[str, Member]
    units: frozenset[str] = frozenset()
    entries: Mapping[str, LedgerEntry] = {}
    balances: Mapping[tuple[str, str], int] = {}
    suspended: Mapping[str, int] = {}
    calling: Calling | None = None
    beneath: Mapping[str, tuple[str, ...]] = {}
    outstanding: int = 0
    measured: Mapping[str, Any] = {}
