"""What a log asks of the engine: one command after another, each with the log's own clock."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from typing import NamedTuple
from zoneinfo import ZoneInfo

from xiangyue.errors import BadInput, Misuse, Place
from xiangyue.exchange.logs.cast import Performer
from xiangyue.exchange.logs.eventlog import Case, Event, EventLog, is_real
from xiangyue.exchange.names import match, shown
from xiangyue.profile import Flow, Profile
from xiangyue.time.clock import to_micros
from xiangyue.values import OPEN, Command

END = "end"
"""The action that ends a case; no activity of a log stands for it."""

FIRST_TASK = "c1"
OPENING, EVENT, ENDING = range(3)
_SHOWN = 8


class Cue(NamedTuple):
    """A command when its time has come; ``command`` is None where the flow knows no such action.

    Cues are in order: at one instant cases are opened first and ended last. ``kind`` is OPENING,
    EVENT or ENDING; ``number`` tells those of one kind apart. Cases are numbered by opening.
    """

    at: datetime
    kind: int
    number: int
    case: int
    command: Command | None


@dataclass(frozen=True, slots=True)
class Script:
    """A log as commands for the tasks of one flow in one community.

    ``actions`` gives the action of each activity, ``actors`` who does what a resource did, and
    ``deadline`` the field that takes a case's deadline, if there is one.
    """

    log: EventLog
    flow: Flow
    community: str
    actions: Mapping[str, str]
    actors: Mapping[str | None, Performer]
    deadline: str | None
    by_day: ZoneInfo | None

    @property
    def length(self) -> int:
        """Return the number of cues."""
        return self.log.event_count + len(self.log.cases) + sum(1 for _ in self._ended())

    def cues(self) -> Iterator[Cue]:
        """Yield everything in the order of time; the same log gives the same cues and keys.

        The first one opens a case, and its note says by a hash which log it is.
        """
        cases = sorted(self.log.cases, key=self.log.opening)
        names = {case.id: number for number, case in enumerate(cases, 1)}
        return merge(self._openings(cases), self._events(names), sorted(self._endings(names)))

    def _openings(self, cases: Iterable[Case]) -> Iterator[Cue]:
        for number, case in enumerate(cases, 1):
            command = self._opening(number, case)
            yield Cue(self.log.opening(case), OPENING, number, number, command)

    def _opening(self, number: int, case: Case) -> Command:
        return Command(
            community=self.community,
            action=OPEN,
            flow=self.flow.id,
            actor=self.actors[case.events[0].resource].id,
            task=f"c{number}",
            data=self._data(case),
            note=fingerprint(self.log) if number == 1 else None,
            source="log",
            key=f"open-{number}",
        )

    def _data(self, case: Case) -> Mapping[str, str]:
        due = self.log.deadline(case)
        if due is None or self.deadline is None:
            return {}
        if self.by_day is not None:
            return {self.deadline: due.astimezone(self.by_day).date().isoformat()}
        return {self.deadline: due.isoformat()}

    def _events(self, names: Mapping[str, int]) -> Iterator[Cue]:
        for case, event in self.log.in_time():
            number = names[case.id]
            yield Cue(event.at, EVENT, event.position, number, self._event(number, case, event))

    def _event(self, number: int, case: Case, event: Event) -> Command | None:
        action = self.actions.get(event.activity)
        if action is None:
            # An exported log says how a case was opened: that is the same command once more.
            opens = event.activity == OPEN and event is case.events[0]
            return self._opening(number, case) if opens else None
        return Command(
            community=self.community,
            action=action,
            actor=self.actors[event.resource].id,
            task=f"c{number}",
            source="log",
            key=str(event.position),
        )

    def _ended(self) -> Iterator[tuple[Case, datetime | None]]:
        """Yield the cases to end, with the date if the log has any."""
        if END in self.flow.actions:
            ends = ((case, self.log.end(case)) for case in self.log.cases)
            yield from ((c, end) for c, end in ends if end or not self.log.end_attribute)

    def _endings(self, names: Mapping[str, int]) -> Iterator[Cue]:
        for case, end in self._ended():
            number, last = names[case.id], case.events[-1]
            command = Command(
                community=self.community,
                action=END,
                actor=self.actors[last.resource].id,
                task=f"c{number}",
                occurred_at=to_micros(end) if end else None,
                source="log",
                key=f"end-{number}",
            )
            yield Cue(max(last.at, end or last.at), ENDING, number, number, command)


def write_script(
    log: EventLog,
    profile: Profile,
    flow: Flow,
    community: str,
    actors: Mapping[str | None, Performer],
) -> Script:
    """Match a log with a flow.

    Raises Misuse where nothing of it fits or an opening needs what no log brings, and BadInput
    for times that the engine cannot keep.
    """
    titles = {a.id: tuple(a.title.values()) for a in flow.actions.values() if a.id != END}
    actions = match(log.activities, titles)
    if not actions:
        raise Misuse(
            "replay-no-action",
            place=Place(log.name),
            flow=flow.id,
            activities=_some(log.activities),
            actions=_some(titles),
        )
    deadline = _deadline(log, flow)
    lacking = sorted(set(flow.opening.needs) - flow.opening.proposes.keys() - {deadline})
    if lacking:
        raise Misuse("replay-open-needs", flow=flow.id, fields=", ".join(lacking))
    if "log" not in profile.sources:
        raise Misuse("replay-source", profile=profile.id)
    _check_times(log)
    is_day = deadline is not None and profile.fields[deadline].schema.get("format") == "date"
    by_day = ZoneInfo(profile.calendar.timezone) if is_day else None
    return Script(log, flow, community, actions, actors, deadline, by_day)


def fingerprint(log: EventLog) -> str:
    """Return a hash of all that replaying a log depends on."""
    digest = hashlib.sha256()
    for case in log.cases:
        said = (log.deadline(case), log.end(case), [_said(event) for event in case.events])
        digest.update(repr(said).encode("utf-8", "surrogatepass"))
    return f"sha256:{digest.hexdigest()}"


def _said(event: Event) -> tuple[object, ...]:
    return event.position, event.at.isoformat(), event.activity, event.resource, event.group


def _deadline(log: EventLog, flow: Flow) -> str | None:
    """Return the field that the flow's deadline is read from, if the log can fill it."""
    field = flow.due.field if flow.due else None
    asked = (*flow.opening.needs, *flow.opening.asks)
    return field if log.deadline_attribute is not None and field in asked else None


def _check_times(log: EventLog) -> None:
    for case in log.cases:
        for event in (case.events[0], case.events[-1]):
            if not is_real(event.at):
                raise BadInput("replay-time", place=log.place(event), at=event.at.isoformat())


def _some(names: Iterable[str]) -> str:
    found = [shown(name, 40) for name in names]
    return ", ".join(found[:_SHOWN]) + (", …" if len(found) > _SHOWN else "")
