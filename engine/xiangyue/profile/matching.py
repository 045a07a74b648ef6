"""What of a profile is matched: which flows hold offers, needs and matches, in which fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from xiangyue.profile.service import many


@dataclass(frozen=True, slots=True)
class Holds:
    """Which resource a task holds, and how much of it, while it stands in one of these states."""

    resource: str
    quantity: str
    states: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """A flow whose tasks are matched while they stand in one of these states.

    ``fields`` says which field of the profile tells what: what is asked of each is in ``OFFERS``,
    ``NEEDS`` and ``MATCHES``.
    """

    flow: str
    states: tuple[str, ...]
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Matching:
    """What is offered, what is needed, and the tasks that bring both together."""

    offers: Matched
    needs: Matched
    matches: Matched


OFFERS: Final = (
    *("type", "quantity", "owner", "contact", "deputy", "tier", "ready", "from", "until"),
    *("expires", "verified", "verify_by"),
)
NEEDS: Final = ("type", "quantity", "urgency", "tier", "within", "from", "until")
MATCHES: Final = ("need", "owner", "asker", "until")
DATES: Final = frozenset({"from", "until", "expires", "verified", "verify_by"})
"""What is told by a date or date-time field."""


def holds_of(data: Mapping[str, Any] | None) -> Holds | None:
    """Return what the tasks of a flow hold; None where they hold nothing."""
    return None if data is None else Holds(data["resource"], data["quantity"], many(data["in"]))


def matching_of(data: Mapping[str, Any] | None) -> Matching | None:
    """Return what a profile matches; None where it matches nothing."""
    return (
        None
        if data is None
        else Matching(
            offers=_matched(data["offers"], OFFERS),
            needs=_matched(data["needs"], NEEDS),
            matches=_matched(data["matches"], MATCHES),
        )
    )


def _matched(data: Mapping[str, Any], names: tuple[str, ...]) -> Matched:
    fields = {name: data[name] for name in names if name in data}
    return Matched(data["flow"], many(data["in"]), fields)
