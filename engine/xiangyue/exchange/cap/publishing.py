"""Call-outs, relayed warnings and activations as alerts, and their end as a cancel.

What is published is read from the record: the same task gives the same messages, whenever it is
asked. Only what the profile names under ``warns`` leaves, and never whom a task has asked; of what
goes on from an alert that is not for the public no words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from xiangyue.engine import Engine
from xiangyue.errands import FOLLOW_UP
from xiangyue.errors import BadInput, Misuse
from xiangyue.exchange.cap.model import Alert, Area, Info, Pair, Reference
from xiangyue.exchange.cap.telling import is_withheld
from xiangyue.exchange.cap.values import moment
from xiangyue.profile import Flow, Profile
from xiangyue.text import Text
from xiangyue.time.clock import from_micros
from xiangyue.time.moments import Moment
from xiangyue.values import Decision, Task, Unit, UnitPlace
from xiangyue.values.places import to_steps, within

_MOST_PAGE: Final = 1000
_FORBIDDEN: Final = frozenset(" ,<&\t\n")


class Published(NamedTuple):
    """A message, and the task that it tells of."""

    alert: Alert
    task: str


def publish(
    engine: Engine,
    community: str,
    task: str | None = None,
    *,
    sender: str,
    newest: int | None = None,
    now: Moment = None,
) -> list[Published]:
    """Return what a community has to publish, the oldest first: of one task, or of all.

    With ``newest``, only of so many tasks, those on which something was done last.
    Raises Misuse for an unknown community or task, and for one whose flow publishes nothing, and
    BadInput for a ``sender`` that no alert can have.
    """
    if not sender or not _FORBIDDEN.isdisjoint(sender):
        raise BadInput("cap-sender", sender=sender)
    desk = _Desk(engine, community, sender, now)
    if task is None:
        tasks = sorted(desk.all_tasks(), key=lambda one: one.last, reverse=True)[:newest]
        found = [message for one in tasks for message in desk.messages(one)]
    else:
        one = engine.task(f"{community}/{task.removeprefix(f'{community}/')}")
        if desk.rules(one)[1].warns is None:
            raise Misuse("cap-not-published", task=one.ref)
        found = desk.messages(one)
    return sorted(found, key=lambda one: (one.alert.sent, one.alert.identifier))


class _Desk:
    """Reads the tasks of one community; what each has published is worked out once."""

    def __init__(self, engine: Engine, community: str, sender: str, now: Moment) -> None:
        self._engine, self._community, self._sender = engine, community, sender
        self._now = now
        self._profile = engine.profile(community)
        self._units: Mapping[str, Unit] = engine.units()
        self._places: Mapping[str, UnitPlace] = engine.places()
        self._done: dict[str, list[Published]] = {}

    def rules(self, task: Task) -> tuple[Profile, Flow]:
        profile = self._engine.rules_of(task, now=self._now)
        return profile, profile.flows[task.flow]

    def all_tasks(self) -> Iterator[Task]:
        for flow in self._profile.flows.values():
            after: str | None = None
            while flow.warns is not None:
                page = self._engine.tasks(
                    self._community, flow=flow.id, limit=_MOST_PAGE, after=after
                )
                yield from page.tasks
                if (after := page.next) is None:
                    break

    def messages(self, task: Task) -> list[Published]:
        """Return the messages about a task; those of the one that it goes on from come before."""
        if task.ref not in self._done:
            self._done[task.ref] = []  # nothing goes on from itself
            self._done[task.ref] = [*self._messages(task)]
        return self._done[task.ref]

    def _messages(self, task: Task) -> Iterator[Published]:
        profile, flow = self.rules(task)
        warns = flow.warns
        if warns is None:
            return
        known: dict[str, Any] = {}
        before = self._before(task)
        for decision in self._engine.history(task):
            if not decision:
                continue
            changed = {n for n in warns.names() if n in decision.values}
            changed = {n for n in changed if decision.values[n] != known.get(n)}
            known |= decision.values
            final = flow.states[decision.after or ""].final
            opening = decision.before is None
            if not (opening or final or changed) or (final and _goes_on(flow, decision)):
                continue
            kind = "Cancel" if final else "Update" if before else "Alert"
            told = _Told(task, decision, kind, len(before), profile, flow, known)
            message = self._message(told, tuple(one.reference for one in before))
            before.append(message)
            yield Published(message, task.ref)

    def _before(self, task: Task) -> list[Alert]:
        """Return what has been published of the task that this one goes on from."""
        if task.origin is None or not task.origin.startswith(f"{self._community}/"):
            return []
        origin = self._engine.task(task.origin)
        if origin.flow != task.flow:
            return []
        return [*self._before(origin), *(one.alert for one in self.messages(origin))]

    def _message(self, told: _Told, references: tuple[Reference, ...]) -> Alert:
        infos = tuple(self._info(told, language) for language in told.profile.languages)
        return Alert(
            identifier=f"{told.task.community}.{told.task.id}.{told.number + 1}",
            sender=self._sender,
            sent=from_micros(told.decision.now // 1_000_000 * 1_000_000),
            status="Exercise" if _is_drill(told.flow, told.known) else "Actual",
            msg_type=told.kind,
            references=references,
            infos=infos,
        )

    def _info(self, told: _Told, language: str) -> Info:
        warns, fields, known = told.flow.warns, told.profile.fields, told.known
        assert warns is not None

        def said(name: str | None) -> str:
            if name is None or known.get(name) is None:
                return ""
            value = known[name]
            return fields[name].choices.get(str(value), Text(en=str(value))).of(language)

        over = told.kind == "Cancel"
        title = told.flow.title.of(language)
        event = said(warns.event) or title
        level = said(warns.severity)
        until = moment(str(known.get(warns.expires or "", "")))
        return Info(
            event=event,
            categories=(warns.categories.get(str(known.get(warns.event or "")), warns.category),),
            response_types=("AllClear",) if over else (warns.response,) if warns.response else (),
            urgency="Past" if over else warns.urgency,
            severity=warns.severities.get(str(known.get(warns.severity or "")), "Unknown"),
            certainty=warns.certainty,
            language=language,
            expires=until if until is not None and until > _sent(told.decision) else None,
            sender_name=self._name(self._community, language),
            headline=": ".join(dict.fromkeys([title, *filter(None, [event, level])])),
            instruction="" if over or is_withheld(told.task.title) else said(warns.instruction),
            areas=(self._area(told.task.unit, language),),
        )

    def _name(self, unit: str, language: str) -> str:
        found = self._units.get(unit)
        return (found.title.of(language) if found and found.title else "") or unit

    def _area(self, unit: str, language: str) -> Area:
        place = self._places.get(unit, UnitPlace())
        return Area(
            self._name(unit, language),
            polygons=tuple(_without_holes(place)),
            geocodes=tuple(Pair(scheme, code) for scheme, code in place.codes),
        )


class _Told(NamedTuple):
    """What a message tells of: a decision on a task, and all that was known by then."""

    task: Task
    decision: Decision
    kind: str
    number: int
    profile: Profile
    flow: Flow
    known: Mapping[str, Any]


def _sent(decision: Decision) -> datetime:
    return from_micros(decision.now)


def _goes_on(flow: Flow, decision: Decision) -> bool:
    """Tell whether what ended a task opens the next one of its flow: that one is the update."""
    action = flow.actions.get(decision.command.action)
    return action is not None and any(
        does.kind == FOLLOW_UP and does.detail["flow"] == flow.id for does in action.does
    )


def _is_drill(flow: Flow, known: Mapping[str, Any]) -> bool:
    fields = {flow.exercise, *(does.detail.get("unless") for does in flow.opening.does)}
    return any(known.get(field or "") is True for field in fields)


def _without_holes(place: UnitPlace) -> Iterator[tuple[tuple[float, float], ...]]:
    """Yield the outer rings: a polygon of the protocol has no holes."""
    steps = [to_steps(ring) for ring in place.outline]
    for number, ring in enumerate(place.outline):
        others = [one for n, one in enumerate(steps) if n != number]
        if not others or not within(others, steps[number][0], steps[number][1]):
            yield ring
