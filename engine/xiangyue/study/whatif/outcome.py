"""What a trial came to: what would have gone otherwise, and for whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from xiangyue.values import Outcome, Reason, Value

How = Literal["refused", "allowed", "deferred", "other"]
"""How a command would have gone otherwise: refused, carried out, put off, or to another state."""


class Flip(Value, frozen=True):
    """A command that would have come out otherwise.

    ``was`` and ``would`` are what became of it and what would have; ``reasons`` why it would have
    been refused, or why it was. ``about`` says of another course between which states.
    """

    community: str
    seq: int
    task: str
    flow: str
    action: str
    at: int
    by: str
    was: Outcome
    would: Outcome
    reasons: tuple[Reason, ...] = ()
    about: str = ""

    @property
    def how(self) -> How:
        """What it would have been instead."""
        if self.was == self.would:
            return "other"
        return "allowed" if self.would == "done" else self.would

    @property
    def ref(self) -> str:
        """The entry: ``community/seq``."""
        return f"{self.community}/{self.seq}"


class Repointed(Value, frozen=True):
    """Other points (hundredths) of one command for one member."""

    community: str
    seq: int
    task: str
    member: str
    account: str
    was: int
    would: int


class Redue(Value, frozen=True):
    """A deadline that was met and would have been missed, or the other way round.

    ``state`` is the one whose deadline it is, empty for the flow's; moments are microseconds.
    ``due`` is the recorded deadline and ``would`` the one under the trial, ``at`` when it ended.
    """

    community: str
    seq: int
    task: str
    flow: str
    state: str
    at: int
    due: int | None
    would: int | None

    @property
    def missed(self) -> bool:
        """Whether it would have been missed."""
        return self.would is not None and self.at > self.would


class Reasked(Value, frozen=True):
    """A step of a call-out that would have asked others."""

    community: str
    seq: int
    task: str
    rung: int
    asked_too: tuple[str, ...]
    not_asked: tuple[str, ...]


class Bite(Value, frozen=True):
    """How often a limit said something other than yes, by what it said and how it was bound."""

    limit: str
    verdict: str
    stance: str


class Part(Value, frozen=True, kw_only=True):
    """What a trial came to in one community, or in several.

    ``commands`` are those of the period; ``out_of_reach`` of them read nothing that changes, and
    ``judged`` were judged anew. ``destroyed`` cannot be, because what they said is gone, and
    ``elsewhere`` could not be brought to come out as recorded: what they went by is not in the
    journal. ``knock_on`` follow, on the same task or from it, on something that would not have
    happened; whether they would have, nobody can tell.
    """

    communities: tuple[str, ...] = ()
    commands: int = 0
    out_of_reach: int = 0
    judged: int = 0
    destroyed: int = 0
    elsewhere: tuple[tuple[str, int], ...] = ()
    flips: tuple[Flip, ...] = ()
    knock_on: tuple[tuple[str, int, str], ...] = ()
    points: tuple[Repointed, ...] = ()
    at_stake: int = 0
    balances: Mapping[tuple[str, str, str], tuple[int, int]] = {}
    deadlines: tuple[Redue, ...] = ()
    calls: tuple[Reasked, ...] = ()
    bites: Mapping[Bite, tuple[int, int]] = {}


def together(parts: Iterable[Part]) -> Part:
    """Return what several parts come to; each is of other communities."""
    found = list(parts)
    bites: dict[Bite, tuple[int, int]] = {}
    for part in found:
        for bite, (was, would) in part.bites.items():
            before = bites.get(bite, (0, 0))
            bites[bite] = before[0] + was, before[1] + would
    merged: dict[str, Any] = {
        name: tuple(one for part in found for one in getattr(part, name)) for name in _LISTS
    }
    counts = {name: sum(getattr(part, name) for part in found) for name in _COUNTS}
    balances = {key: pair for part in found for key, pair in part.balances.items()}
    return Part(**merged, **counts, balances=balances, bites=bites)


_LISTS = ("communities", "elsewhere", "flips", "knock_on", "points", "deadlines", "calls")
_COUNTS = ("commands", "out_of_reach", "judged", "destroyed", "at_stake")
