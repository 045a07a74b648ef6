"""The resource library: what tasks offer, and what others need, in the words of the matching."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from xiangyue.matching import Need, Offer, is_stale
from xiangyue.matching.fitting import misfit
from xiangyue.profile import Matched, Profile
from xiangyue.storage import Reader, task_columns, to_task
from xiangyue.time.clock import end_of_day, parse_instant, start_of_day, to_micros
from xiangyue.values import Task


def read_offers(
    reader: Reader, profile: Profile, community: str, lent: Mapping[str, int] | None = None
) -> list[tuple[Told, Offer]]:
    """Return what is on offer in a community; none where the profile says nothing of offers.

    ``lent`` is what each has lent lately.
    """
    matching = profile.matching
    if matching is None:
        return []
    held = sums(reader, "SELECT resource, quantity FROM hold WHERE community = ?", community)
    found = []
    for task in tasks_of(reader, community, matching.offers):
        told = Told(profile, community, matching.offers, task)
        offer = told.offer(held.get(task.id, 0), (lent or {}).get(task.id, 0))
        if offer is not None:
            found.append((told, offer))
    return found


class Lent(NamedTuple):
    """What somebody offers and may be asked for now: ``people`` answer for it, the first first.

    It is ready after so many minutes; ``stale`` is whether it should have been verified again.
    """

    id: str
    people: tuple[str, ...]
    deputy: str | None
    ready: int
    stale: bool


def on_offer(
    reader: Reader, profile: Profile, community: str, tier: str | int, wants: Any, now: int
) -> list[Lent]:
    """Return what is free of a tier, and of the type ``wants`` unless that is None.

    What is ready soonest comes first, and what should have been verified again last.
    """
    found = []
    for told, offer in read_offers(reader, profile, community):
        wanted = told.tier() == tier and wants in (None, offer.type)
        if wanted and misfit(Need("", offer.type, 1), offer, now, stale=True) is None:
            contact, deputy = told.member("contact"), told.member("deputy")
            asked = (contact or offer.owner, deputy, offer.owner)
            people = tuple(dict.fromkeys(one for one in asked if one))
            stale = is_stale(offer, now)
            found.append(Lent(offer.id, people, deputy, offer.ready, stale))
    return sorted(found, key=lambda one: (one.stale, one.ready, one.id))


def tasks_of(reader: Reader, community: str, part: Matched) -> list[Task]:
    """Return the open tasks of a flow that stand in one of these states."""
    marks = ", ".join("?" for _ in part.states)
    rows = reader.all(
        f"SELECT {', '.join(task_columns())} FROM task WHERE community = ? AND flow = ?"
        f" AND ended_at IS NULL AND state IN ({marks}) ORDER BY id",
        community,
        part.flow,
        *part.states,
    )
    return [to_task(row) for row in rows]


def sums(reader: Reader, sql: str, *values: Any) -> dict[str, int]:
    """Return quantities that a query tells by name, added up."""
    found: dict[str, int] = {}
    for name, quantity in reader.all(sql, *values):
        if name is not None and quantity is not None:
            found[name] = found.get(name, 0) + quantity
    return found


class Told:
    """What a task tells, by the fields that the profile names for it."""

    def __init__(self, profile: Profile, community: str, part: Matched, task: Task) -> None:
        """Read a task as the profile says it in a part of its matching."""
        self._profile = profile
        self._fields = part.fields
        self._task = task
        self._place = "" if task.unit == community else task.unit

    def offer(self, held: int, lent: int) -> Offer | None:
        """Return the offer; None where it does not say what it is."""
        kind, total = self._value("type"), self._value("quantity", 0)
        if kind is None:
            return None
        window = self._moment("from"), self._moment("until", end=True)
        return Offer(
            id=self._task.id,
            owner=self._value("owner", self._task.opener),
            type=str(kind),
            free=max(0, total - held),
            total=total,
            tier=self._place_in("tier") + 1,
            ready=self._value("ready", 0),
            windows=() if window == (None, None) else ((window[0] or 0, window[1]),),
            expires=self._moment("expires", end=True),
            verified=self._moment("verified"),
            verify_by=self._moment("verify_by", end=True),
            place=self._place,
            load=max(lent, held),
        )

    def need(self, served: int) -> Need | None:
        """Return what is still needed; None where that is nothing."""
        kind, missing = self._value("type"), self._value("quantity", 0) - served
        if kind is None or missing < 1:
            return None
        tier = self._value("tier")
        return Need(
            id=self._task.id,
            type=str(kind),
            quantity=missing,
            urgency=-self._place_in("urgency"),
            since=self._task.opened_at,
            tier=None if tier is None else self._place_in("tier") + 1,
            within=self._value("within"),
            at=self._moment("from"),
            until=self._moment("until", end=True),
            place=self._place,
        )

    def member(self, name: str) -> str | None:
        """Return the member whom a field names."""
        value = self._value(name)
        return value if isinstance(value, str) else None

    def tier(self) -> Any:
        """Return the tier, as the profile calls it."""
        return self._value("tier")

    def _value(self, name: str, otherwise: Any = None) -> Any:
        value = self._task.data.get(self._fields.get(name, ""))
        return otherwise if value is None else value

    def _moment(self, name: str, *, end: bool = False) -> int | None:
        """Return the moment that a field says; of a day, its begin or its end."""
        field, value = self._fields.get(name, ""), self._value(name)
        timezone = self._profile.calendar.timezone
        if value is None:
            return None
        if self._profile.fields[field].schema.get("format") == "date":
            return to_micros((end_of_day if end else start_of_day)(value, timezone))
        return to_micros(parse_instant(value, timezone))

    def _place_in(self, name: str) -> int:
        """Return the place of a choice in its list, from 0; the last where nothing was chosen.

        A number says its place itself: tiers count from 1, and the highest urgency comes first.
        """
        schema: Mapping[str, Any] = {}
        if name in self._fields:
            schema = self._profile.fields[self._fields[name]].schema
        choices, value = schema.get("enum"), self._value(name)
        if choices:
            return list(choices).index(value) if value in choices else len(choices) - 1
        if value is None:
            return 0
        return int(-value if name == "urgency" else value - 1)
