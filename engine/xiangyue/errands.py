"""What an entry has to say to another chain, or to its own: one errand for each recipient.

An errand is a command that travels: it stands in a row until its recipient has decided it, under
a key of its own, so that whoever runs it twice does nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from xiangyue.tables import REGISTRY

DISTRIBUTE, FOLLOW_UP, REPORT = "distribute", "open", "report"
"""Open a task in each of many communities; open one in one's own; tell where one came from."""

ASSESS = "assess"
"""Note in the registry what digital literacy was found."""

APPOINT, DISMISS = "appoint", "dismiss"
"""Let a member hold a role, or no longer."""

OF_REGISTRY = frozenset({ASSESS, APPOINT, DISMISS})
"""What the registry notes."""

ERRANDS = frozenset({DISTRIBUTE, FOLLOW_UP, REPORT}) | OF_REGISTRY
"""What a decision sends off."""

DESTROY = "destroy"
"""Destroy what came from a task that has it no more; a destruction sends it off."""


class Key(NamedTuple):
    """Where an errand stands: whose it is, its entry, its number there."""

    community: str
    seq: int
    n: int

    def __str__(self) -> str:
        """Return the key under which its recipient decides it; no caller's begins so."""
        return f"~{self.community}/{self.seq}.{self.n}"


Said = tuple[str, str, Mapping[str, Any]]
"""One thing that an entry sets off: of which task, of which kind, with what detail."""


class Errand(NamedTuple):
    """Which number it has in its entry, what it is, whose, to whom it goes, and what is said."""

    n: int
    kind: str
    task: str
    recipient: str
    detail: Mapping[str, Any]


def errands_of(community: str, said: Iterable[Said]) -> Iterator[Errand]:
    """Yield the errands of an entry, in the order of what it sets off."""
    n = 0
    for task, kind, detail in said:
        for recipient in _recipients(community, kind, detail):
            yield Errand(n, kind, task, recipient, detail)
            n += 1


def errand_at(community: str, said: Iterable[Said], n: int) -> Errand:
    """Return one errand of an entry by its number, without making the thousands before it."""
    first = 0
    for task, kind, detail in said:
        recipients = _recipients(community, kind, detail)
        if n < first + len(recipients):
            return Errand(n, kind, task, recipients[n - first], detail)
        first += len(recipients)
    raise IndexError(n)


def _recipients(community: str, kind: str, detail: Mapping[str, Any]) -> Sequence[str]:
    if kind in (DISTRIBUTE, DESTROY):
        found: Sequence[str] = detail["to"]
        return found
    if kind == FOLLOW_UP:
        return (community,)
    if kind in OF_REGISTRY:
        return (REGISTRY,)
    return (str(detail["to"]),) if kind == REPORT else ()
