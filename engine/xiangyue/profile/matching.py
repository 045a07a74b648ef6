"""What of a profile is matched: which flows hold offers, needs and matches, in which fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from xiangyue.profile.service import many


@dataclass(frozen=True, slots=True)
class Holds:
    """Which resource a task holds, and how much of it, while it stands in one of these states.

    In those of ``promised`` nothing is handed over yet: where the resource or the need goes
    meanwhile, the engine takes the action ``then``.
    """

    resource: str
    quantity: str
    states: tuple[str, ...]
    promised: tuple[str, ...] = ()
    then: str | None = None


@dataclass(frozen=True, slots=True)
class UsedUp:
    """Of which offers nothing comes back: those whose ``field`` says one of these ``values``.

    When a match has served, the engine takes the action ``then`` on what it held, and gives it the
    quantity.
    """

    field: str
    values: tuple[Any, ...]
    then: str


@dataclass(frozen=True, slots=True)
class Served:
    """When a need is served: matches in one of these ``states`` give as much as it asks for.

    The engine takes the action ``then`` on it.
    """

    states: tuple[str, ...]
    then: str


@dataclass(frozen=True, slots=True)
class Unlisted:
    """What becomes of an offer when somebody who answers for it takes a consent back.

    The engine takes the action ``then`` where that is a consent to one of these purposes.
    """

    purposes: tuple[str, ...]
    then: str


@dataclass(frozen=True, slots=True)
class Matched:
    """A flow whose tasks are matched while they stand in one of these states.

    ``fields`` says which field of the profile tells what: what is asked of each is in ``OFFERS``,
    ``NEEDS`` and ``MATCHES``. In the states of ``unverified`` it must be verified before it counts.
    """

    flow: str
    states: tuple[str, ...]
    fields: Mapping[str, str]
    unverified: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matching:
    """What is offered, what is needed, and the tasks that bring both together.

    What is counted in one of ``people`` is people: a call-out counts each of them who comes.
    """

    offers: Matched
    needs: Matched
    matches: Matched
    used_up: UsedUp | None = None
    unlisted: Unlisted | None = None
    people: tuple[str, ...] = ()
    served: Served | None = None


OFFERS: Final = (
    *("type", "quantity", "owner", "contact", "deputy", "tier", "ready", "from", "until"),
    *("expires", "verified", "verify_by", "counted"),
)
NEEDS: Final = (
    "type",
    "quantity",
    "urgency",
    "tier",
    "within",
    "from",
    "until",
    "counted",
    "whole",
)
MATCHES: Final = ("need", "owner", "asker", "until")
DATES: Final = frozenset({"from", "until", "expires", "verified", "verify_by"})
"""What is told by a date or date-time field."""


def holds_of(data: Mapping[str, Any] | None) -> Holds | None:
    """Return what the tasks of a flow hold; None where they hold nothing."""
    if data is None:
        return None
    promised = data.get("promised", {})
    return Holds(
        data["resource"],
        data["quantity"],
        many(data["in"]),
        many(promised.get("in")),
        promised.get("then"),
    )


def matching_of(data: Mapping[str, Any] | None) -> Matching | None:
    """Return what a profile matches; None where it matches nothing."""
    return (
        None
        if data is None
        else Matching(
            offers=_matched(data["offers"], OFFERS),
            needs=_matched(data["needs"], NEEDS),
            matches=_matched(data["matches"], MATCHES),
            used_up=_used_up(data["offers"].get("used_up")),
            people=many(data["offers"].get("people")),
            unlisted=_unlisted(data["offers"].get("unlisted")),
            served=_served(data["needs"].get("served")),
        )
    )


def _matched(data: Mapping[str, Any], names: tuple[str, ...]) -> Matched:
    fields = {name: data[name] for name in names if name in data}
    return Matched(data["flow"], many(data["in"]), fields, many(data.get("unverified")))


def _used_up(data: Mapping[str, Any] | None) -> UsedUp | None:
    return None if data is None else UsedUp(data["field"], many(data["is"]), data["then"])


def _served(data: Mapping[str, Any] | None) -> Served | None:
    return None if data is None else Served(many(data["in"]), data["then"])


def _unlisted(data: Mapping[str, Any] | None) -> Unlisted | None:
    return None if data is None else Unlisted(many(data["consent"]), data["then"])
