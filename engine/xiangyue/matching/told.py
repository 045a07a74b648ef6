"""What a task offers or needs, in the words of the matching."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xiangyue.matching.values import Need, Offer
from xiangyue.profile import Matched, Profile
from xiangyue.time.clock import end_of_day, parse_instant, start_of_day, to_micros
from xiangyue.values import Task


def moment_in(
    profile: Profile, field: str, data: Mapping[str, Any], *, end: bool = False
) -> int | None:
    """Return the moment that a field says; of a day, its begin or its end."""
    value, timezone = data.get(field), profile.calendar.timezone
    if value is None:
        return None
    if profile.fields[field].schema.get("format") == "date":
        return to_micros((end_of_day if end else start_of_day)(value, timezone))
    return to_micros(parse_instant(value, timezone))


class Told:
    """What a task tells, by the fields that the profile names for it."""

    def __init__(self, profile: Profile, part: Matched, task: Task) -> None:
        """Read a task as the profile says it in a part of its matching."""
        self._profile = profile
        self._fields = part.fields
        self._unverified = task.state in part.unverified
        self._task = task
        self._place = "" if task.unit == task.community else task.unit

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
            verify_by=self._verify_by(),
            place=self._place,
            load=max(lent, held),
            counted=self._value("counted", ""),
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
            counted=self._value("counted", ""),
            whole=self._value("whole", False),
        )

    def _verify_by(self) -> int | None:
        said = self._moment("verify_by", end=True)
        if not self._unverified:
            return said
        return self._task.since if said is None else min(said, self._task.since)

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
        return moment_in(self._profile, self._fields.get(name, ""), self._task.data, end=end)

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
