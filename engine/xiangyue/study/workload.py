"""What a study of burden found, for people and for programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from xiangyue.values import Unit

_MINUTE = 60


@dataclass(frozen=True, slots=True)
class WorkerBurden:
    """The fields that one worker filled in, by week, and the units of the tasks they were for."""

    member: str
    weeks: Mapping[str, int] = field(hash=False)
    units: frozenset[str]

    @property
    def fields(self) -> int:
        """All that were filled in."""
        return sum(self.weeks.values())


@dataclass(frozen=True, slots=True)
class UnitBurden:
    """The fields that workers filled in for a unit's tasks and those beneath it, by week.

    ``depth`` is its place in the tree, 0 for the community. ``worker_weeks`` adds up the weeks in
    which each worker filled in anything.
    """

    unit: Unit = field(hash=False)
    depth: int
    weeks: Mapping[str, int] = field(hash=False)
    workers: int
    worker_weeks: int

    @property
    def fields(self) -> int:
        """All that were filled in."""
        return sum(self.weeks.values())

    @property
    def per_worker_week(self) -> float:
        """Fields of one worker in one week, on average over the weeks with any."""
        return self.fields / self.worker_weeks if self.worker_weeks else 0.0


@dataclass(frozen=True, slots=True)
class Touch:
    """How often interventions of one kind, through one channel, touched people.

    ``whom`` is ``resident``, ``worker``, ``role`` (whoever holds it) or ``nobody`` in particular.
    ``channel`` is the one that is tried first, empty where none is named. ``most`` is how often
    it was the same person, role or nobody.
    """

    whom: str
    kind: str
    channel: str
    times: int
    people: int
    most: int


@dataclass(frozen=True, slots=True)
class LimitCount:
    """What a limit said other than yes, by verdict; ``enforced`` counts those that took effect."""

    limit: str
    title: Mapping[str, str] = field(hash=False)
    enforced: int
    verdicts: Mapping[str, int] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Burden:
    """What was asked of the people of a community.

    ``destroyed`` fields count, but cannot be compared any more. ``repeated`` says, by field, how
    often it was given again by the same person about the same unit with the same value. ``titles``
    are what fields and channels are called, by address (``fields.phone``).
    """

    seconds_per_field: float
    workers: tuple[WorkerBurden, ...]
    units: tuple[UnitBurden, ...]
    resident_fields: int
    destroyed: int
    repeated: Mapping[str, int] = field(hash=False)
    touches: tuple[Touch, ...]
    limits: tuple[LimitCount, ...]
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict, hash=False)

    @property
    def worker_fields(self) -> int:
        """All fields that workers filled in."""
        return sum(unit.fields for unit in self.units if unit.depth == 0)

    @property
    def duplicate_share(self) -> float:
        """The share of fields that had been given before, from 0 to 1."""
        fields = self.worker_fields + self.resident_fields
        return sum(self.repeated.values()) / fields if fields else 0.0

    def minutes(self, fields: float) -> float:
        """Return the estimated time for so many fields: fields × the declared time."""
        return fields * self.seconds_per_field / _MINUTE

    def seen_by(self, member: str) -> Burden:
        """Return what a worker may see: their own line, their units and those above, totals."""
        own = tuple(one for one in self.workers if one.member == member)
        units = {one.unit.id: one.unit for one in self.units}
        shown = {one.unit.id for one in self.units if one.depth == 0}
        for name in (name for one in own for name in one.units):
            above: str | None = name
            while above in units:
                shown.add(above)
                above = units[above].parent
        return replace(
            self, workers=own, units=tuple(one for one in self.units if one.unit.id in shown)
        )

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data; minutes are estimates."""
        return {
            "seconds_per_field": self.seconds_per_field,
            "worker_fields": self.worker_fields,
            "resident_fields": self.resident_fields,
            "destroyed_fields": self.destroyed,
            "duplicate_share": round(self.duplicate_share, 4),
            "repeated": dict(self.repeated),
            "workers": [
                {
                    "member": one.member,
                    "fields": one.fields,
                    "minutes": round(self.minutes(one.fields), 1),
                    "weeks": dict(one.weeks),
                }
                for one in self.workers
            ],
            "units": [
                {
                    "unit": one.unit.id,
                    "parent": one.unit.parent,
                    "workers": one.workers,
                    "fields": one.fields,
                    "fields_per_worker_week": round(one.per_worker_week, 2),
                    "minutes_per_worker_week": round(self.minutes(one.per_worker_week), 1),
                    "weeks": dict(one.weeks),
                }
                for one in self.units
            ],
            "touches": [
                {
                    "whom": one.whom,
                    "kind": one.kind,
                    "channel": one.channel or None,
                    "times": one.times,
                    "people": one.people,
                    "most": one.most,
                }
                for one in self.touches
            ],
            "limits": [
                {
                    "limit": one.limit,
                    "title": dict(one.title),
                    "enforced": one.enforced,
                    "verdicts": dict(one.verdicts),
                }
                for one in self.limits
            ],
            "titles": {address: dict(title) for address, title in self.titles.items()},
        }
