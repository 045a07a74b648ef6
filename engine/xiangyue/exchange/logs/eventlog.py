"""Event logs as frozen values: cases, their events, and what can be read off them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter

from xiangyue.errors import Place
from xiangyue.time.clock import EARLIEST

Value = str | int | float | bool | datetime

# Microseconds of later instants are no integers that every reader of a journal takes alike.
_LATEST = datetime(2255, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that somebody did: ``at`` is in UTC; None stands for what the log does not say.

    ``position`` counts the events of the file from 1 and names the event for good; ``line`` is
    where it begins in the (unpacked) file.
    """

    activity: str
    at: datetime
    resource: str | None
    group: str | None
    position: int
    line: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """One run through the process; its events (at least one) are in a stable order of time."""

    id: str
    attributes: Mapping[str, Value]
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class LogOptions:
    """What a reader is told about a log; an empty name means "find it by its usual names".

    The first seven name attributes (of CSV: columns). ``timezone`` holds for times that say
    none. ``time_format`` is a pattern as of ``strptime``. ``encoding`` holds for CSV.
    """

    case: str = ""
    activity: str = ""
    time: str = ""
    resource: str = ""
    group: str = ""
    deadline: str = ""
    end: str = ""
    timezone: str = "UTC"
    time_format: str = ""
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class EventLog:
    """A whole log; cases are in the order of their first events.

    ``deadline_attribute`` and ``end_attribute`` name the case attributes that say when a case
    was due and when it ended (their values are datetimes), or are None. ``empty_cases`` counts
    the cases without any event, which are left out of ``cases``.
    """

    name: str
    cases: tuple[Case, ...]
    deadline_attribute: str | None = None
    end_attribute: str | None = None
    empty_cases: int = 0

    @property
    def event_count(self) -> int:
        """Return the number of events."""
        return sum(len(case.events) for case in self.cases)

    @property
    def variants(self) -> Counter[tuple[str, ...]]:
        """Count the cases by their sequence of activities."""
        return Counter(tuple(e.activity for e in case.events) for case in self.cases)

    @property
    def activities(self) -> tuple[str, ...]:
        """Return the activities in the order in which the cases bring them."""
        return self._distinct(attrgetter("activity"))

    @property
    def groups(self) -> tuple[str, ...]:
        """Return the groups in the order in which the cases bring them."""
        return self._distinct(attrgetter("group"))

    @property
    def resources(self) -> tuple[str, ...]:
        """Return the resources in the order in which the cases bring them."""
        return self._distinct(attrgetter("resource"))

    def in_time(self) -> Iterator[tuple[Case, Event]]:
        """Go through all events in the order of time; the file's order decides between equals.

        Each case's events come in the order of the case.
        """
        pairs = [(case, event) for case in self.cases for event in case.events]
        pairs.sort(key=lambda pair: (pair[1].at, pair[1].position))
        return iter(pairs)

    def deadline(self, case: Case) -> datetime | None:
        """Return when the case was due, if the log says."""
        return _instant(case, self.deadline_attribute)

    def end(self, case: Case) -> datetime | None:
        """Return when the case ended, if the log says; it may lie before the last event."""
        return _instant(case, self.end_attribute)

    def opening(self, case: Case) -> datetime:
        """Return when the case was there at the latest: at its first event, or its end if sooner.

        A quick matter may be closed before its first event is entered.
        """
        first, end = case.events[0].at, self.end(case)
        return min(first, end) if end else first

    def place(self, event: Event) -> Place:
        """Return where the event stands in the file."""
        return Place(self.name, event.line)

    def _distinct(self, of: Callable[[Event], str | None]) -> tuple[str, ...]:
        found = dict.fromkeys(of(event) for case in self.cases for event in case.events)
        return tuple(name for name in found if name is not None)


def is_real(at: datetime) -> bool:
    """Tell whether a moment lies in the years 1900 to 2254; any other stands for "no date"."""
    return EARLIEST <= at < _LATEST


def _instant(case: Case, key: str | None) -> datetime | None:
    value = case.attributes.get(key) if key else None
    return value if isinstance(value, datetime) and is_real(value) else None
