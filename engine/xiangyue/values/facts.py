"""What is known when a command is judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xiangyue.values.changing import Proposed
from xiangyue.values.people import Member
from xiangyue.values.points import LedgerEntry
from xiangyue.values.value import Value


class Calling(Value, frozen=True):
    """How a task's call-out stands, and whom its next step can ask.

    ``asked`` counts members and ``accepted`` people: whoever ``brings`` more counts as many.
    ``last`` is the highest rung so far (-1 for none).
    ``stands`` is what became of the members whom the command names; ``found`` are those whom
    ``rung`` can ask, each with the resource that is asked for, if it is one. ``ready`` are the
    minutes until that is there, ``stale`` those of them whose entry should be verified again.
    ``until`` is when the time of those is over who are asked later than they were to be. ``unfit``
    are those the command names who lack by now what their rung asks for, with these roles;
    ``coming`` are those who have said that they come, where the step may free them all;
    ``elsewhere`` is another call-out for dangerous work that whoever accepts this one has accepted.
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
    brings: Mapping[str, int] = {}
    unfit: Mapping[str, tuple[str, ...]] = {}
    elsewhere: str | None = None
    coming: tuple[str, ...] = ()


class Facts(Value, frozen=True):
    """What is known when a command is judged; nothing of it can change meanwhile.

    ``seq`` is the number that the decision will have in the community's journal. ``line`` leads
    from the task's unit up to the root of the unit tree. ``members`` and ``units`` are those named,
    ``around`` the units of the community and above it, where one enters something for another,
    ``beneath`` the communities under units to which is distributed, in the order of the tree,
    without those that have it already; ``outstanding`` is how many of these are not ready.
    ``published`` is when the lists hung out on which entries of the ledger stand.
    ``measured`` is what is known of the emergency that is reviewed. ``beside`` are modes begun on
    the spot that go on beside the one in force. ``then`` is the mode at the moment of which paper
    speaks, and ``opened_in`` that in which the task was opened, where either is asked for.
    ``schemes`` is by what the rules for points are known that are in force, by the flow in which
    they are adopted. ``proposed`` is the change of the rules that the action puts in force or back.
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
    published: Mapping[str, int] = {}
    balances: Mapping[tuple[str, str], int] = {}
    suspended: Mapping[str, int] = {}
    calling: Calling | None = None
    beneath: Mapping[str, tuple[str, ...]] = {}
    outstanding: int = 0
    measured: Mapping[str, Any] = {}
    around: frozenset[str] = frozenset()
    beside: tuple[str, ...] = ()
    then: str = ""
    opened_in: str = ""
    schemes: Mapping[str, str] = {}
    proposed: Proposed | None = None

    @property
    def told_in(self) -> str:
        """The mode by which a command is judged: what is on paper, by that of its moment."""
        return self.then or self.mode

    @property
    def modes(self) -> tuple[str, ...]:
        """Every mode whose exceptions hold: the one in force, and those beside it."""
        return (self.mode, *self.beside)
