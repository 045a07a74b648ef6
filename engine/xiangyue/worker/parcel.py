"""What is sent, by whom, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol, runtime_checkable

from xiangyue.values import Planned

State = Literal["sent", "confirmed", "dropped", "partly", "again", "dead", "withheld"]


class Parcel(NamedTuple):
    """What is to be sent: a reference to intervention ``n`` of journal entry ``seq``.

    ``planned`` is the intervention as limits leave it at the moment it is sent. Once it is, the
    message waits until ``later`` (microseconds) for those who may only then be asked, if any.
    """

    community: str
    seq: int
    n: int
    kind: str
    recipient: str | None
    address: str
    task: str
    at: int
    attempts: int
    planned: Planned | None = None
    later: int | None = None

    @property
    def id(self) -> str:
        """Return the id that stays the same however often it is sent."""
        return f"{self.community}/{self.seq}.{self.n}"

    @property
    def key(self) -> tuple[str, int, int]:
        """Return its key in the outbox."""
        return self.community, self.seq, self.n

    @property
    def lane(self) -> tuple[str, str]:
        """Return what is sent one after the other: what one task says."""
        return self.community, self.task


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a parcel.

    "partly" goes on at once with those who are not reached yet, "again" tries it later, "dead"
    gives it up, "withheld" is what limits keep back. ``error`` is stored as it is, beyond the reach
    of destruction, so it must name no person.
    """

    state: State
    channel: str | None = None
    error: str | None = None


@runtime_checkable
class Carrier(Protocol):
    """Whatever brings messages to people and systems."""

    def deliver(self, parcel: Parcel) -> Outcome:
        """Send a parcel; an exception counts as "again"."""
        ...
