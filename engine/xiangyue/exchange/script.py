"""What a log asks of the engine: one command after another, each with the log's own clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from typing import NamedTuple
from zoneinfo import ZoneInfo

from xiangyue.clock import EARLIEST, LATEST, to_micros
from xiangyue.errors import BadInput, Misuse, Place
from xiangyue.exchange.cast import Performer
from xiangyue.exchange.eventlog import Case, Event, EventLog
from xiangyue.exchange.names import match, shown
from xiangyue.profile import Flow, Profile
from xiangyue.values import OPEN, Command

END = "end"
"""The action that ends a case; no activity of a log stands for it."""

OPENING, EVENT, ENDING = range(3)
_SHOWN = 8


class Cue(NamedTuple):
    """A command when its time has come; ``command`` is None where the flow knows no such action.

    Cues are in order: at one instant cases are opened first and ended last. ``kind`` is OPENING,
    EVENT or ENDING; ``number`` tells those of one kind apart; ``case`` counts from 0.
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

    def cues(self) -> Iterator[Cue]:
        """Yield everything in the order of time; the same log gives the same cues and keys."""
        return merge(sorted(self._openings()), self._events(), sorted(self._endings()))

    def _openings(self) -> Iterator[Cue]:
        for number, case in enumerate(self.log.cases):
            command = Command(
                community=self.community,
                action=OPEN,
                flow=self.flow.id,
                actor=self.actors[case.events[0].resource].id,
                task=_task(number),
                data=self._data(case),
                source="log",
                key=f"open-{number + 1}",
            )
            yield Cue(self.log.opening(case), OPENING, number, number, command)

    def _data(self, case: Case) -> Mapping[str, str]:
        due = self.log.deadline(case)
        if due is None or self.deadline is None:
            return {}
        if self.by_day is not None:
            return {self.deadline: due.astimezone(self.by_day).date().isoformat()}
        return {self.deadline: due.isoformat()}

    def _events(self) -> Iterator[Cue]:
        numbers = {case.id: number for number, case in enumerate(self.log.cases)}
        for case, event in self.log.in_time():
            number = numbers[case.id]
            yield Cue(event.at, EVENT, event.position, number, self._event(number, event))

    def _event(self, number: int, event: Event) -> Command | None:
        action = self.actions.get(event.activity)
        if action is None:
            return None
        return Command(
            community=self.community,
            action=action,
            actor=self.actors[event.resource].id,
            task=_task(number),
            source="log",
            key=str(event.position),
        )

    def _endings(self) -> Iterator[Cue]:
        if END not in self.flow.actions:
            return
        for number, case in enumerate(self.log.cases):
            end, last = self.log.end(case), case.events[-1]
            if end is None and self.log.end_attribute is not None:
                continue
            command = Command(
                community=self.community,
                action=END,
                actor=self.actors[last.resource].id,
                task=_task(number),
                occurred_at=to_micros(end) if end else None,
                source="log",
                key=f"end-{number + 1}",
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


def _deadline(log: EventLog, flow: Flow) -> str | None:
    """Return the field that the flow's deadline is read from, if the log can fill it."""
    field = flow.due.field if flow.due else None
    asked = (*flow.opening.needs, *flow.opening.asks)
    return field if log.deadline_attribute is not None and field in asked else None


def _check_times(log: EventLog) -> None:
    for case in log.cases:
        for event in (case.events[0], case.events[-1]):
            if not EARLIEST <= event.at <= LATEST:
                raise BadInput("replay-time", place=log.place(event), at=event.at.isoformat())


def _task(number: int) -> str:
    return f"c{number + 1}"


def _some(names: Iterable[str]) -> str:
    found = [shown(name, 40) for name in names]
    return ", ".join(found[:_SHOWN]) + (", …" if len(found) > _SHOWN else "")
