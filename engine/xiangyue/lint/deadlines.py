"""Deadlines: a time to go by, and states that can be kept within their flow's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil

from xiangyue.flow import kind_of
from xiangyue.lint.long_ways import quickest_way, way_over
from xiangyue.lint.subject import Steps, Subject, guess
from xiangyue.profile import Deadline, Finding, Flow
from xiangyue.rules import Kind
from xiangyue.time.worktime import Calendar, Duration, Unit

HOUR, DAY = 60, 24 * 60
"""Minutes."""

LONGEST_HOLIDAY = 14
"""Days in a row that are not worked beyond the ordinary week, at most."""

_ELAPSED: Mapping[Unit, tuple[int, int]] = {
    Unit.MINUTE: (1, 1),
    Unit.HOUR: (HOUR, HOUR),
    Unit.DAY: (DAY, DAY),
    Unit.WEEK: (7 * DAY, 7 * DAY),
    Unit.MONTH: (28 * DAY, 31 * DAY),
    Unit.YEAR: (365 * DAY, 366 * DAY),
}
_SMALLER: Mapping[Unit, int] = {Unit.HOUR: 60, Unit.WEEK: 7, Unit.YEAR: 12}


def check_deadlines(subject: Subject) -> Iterator[Finding]:
    """Find deadlines without a time, and states that may take longer than their flow."""
    calendar = subject.profile.calendar
    for flow in subject.profile.flows.values():
        path: Steps = ("flows", flow.id)
        if flow.due:
            yield from _check_time(subject, flow, flow.due, (*path, "due"))
            yield from _check_start(subject, flow, flow.due, (*path, "due", "from"))
        for state in flow.states.values():
            if state.due:
                at: Steps = (*path, "states", state.id, "due")
                yield from _check_time(subject, flow, state.due, at)
                if state.due.start is not None:
                    yield subject.error("deadline-state-from", *at, "from")
        if flow.due and flow.due.after:
            yield from _check_within(subject, flow, flow.due, flow.due.after, calendar)


def _check_time(subject: Subject, flow: Flow, due: Deadline, path: Steps) -> Iterator[Finding]:
    if due.param is None and (due.after is None) == (due.field is None):
        yield subject.error("deadline-time", *path)
    yield from _check_told(subject, due, path)
    if due.field is not None:
        yield from check_date(subject, flow, due.field, (*path, "field"))


def check_date(subject: Subject, flow: Flow, name: str, at: Steps) -> Iterator[Finding]:
    """Find a field that is not there, holds no date, or is asked for nowhere."""
    fields = subject.profile.fields
    dates = [f.id for f in fields.values() if kind_of(f.schema) is Kind.INSTANT]
    if name not in fields:
        yield subject.error("unknown-field", *at, **guess(name, dates))
    elif name not in dates:
        yield subject.error("deadline-no-date", *at, field=name)
    elif not subject.graphs[flow.id].asks_for(name):
        yield subject.warning("never-given", *at, field=name)


def _check_told(subject: Subject, due: Deadline, path: Steps) -> Iterator[Finding]:
    """Find ladders that are not there, and reminders before the time begins."""
    ladders = subject.document.get("ladders", {})
    if due.escalate is not None and due.escalate not in ladders:
        yield subject.error("unknown-ladder", *path, "escalate", **guess(due.escalate, ladders))
    for n, duration in enumerate(due.remind):
        if not duration.amount or (
            due.after and exceeds([duration], due.after, subject.profile.calendar)
        ):
            yield subject.error(
                "remind-long", *path, "remind", n, remind=str(duration), due=str(due.after or "-")
            )


def _check_start(subject: Subject, flow: Flow, due: Deadline, path: Steps) -> Iterator[Finding]:
    """Find a state that is not there, or that a date does not wait for."""
    if due.start is None:
        return
    if due.field is not None:
        yield subject.error("deadline-field-from", *path)
    if due.start not in flow.states:
        yield subject.error("unknown-state", *path, **guess(due.start, flow.states))


def _check_within(
    subject: Subject, flow: Flow, due: Deadline, limit: Duration, calendar: Calendar
) -> Iterator[Finding]:
    spent = {
        state.id: state.due.after
        for state in flow.states.values()
        if state.due and state.due.after and not (state.pause or state.final)
    }
    longer = [name for name, due in spent.items() if exceeds([due], limit, calendar)]
    for name in longer:
        path: Steps = ("flows", flow.id, "states", name, "due")
        values = {"state": name, "due": str(spent[name]), "limit": str(limit)}
        yield subject.finding("deadline-state", "error", path, values)
    graph = subject.graphs[flow.id]
    if longer or graph.too_large or not exceeds(spent.values(), limit, calendar):
        return

    def counted(way: Sequence[str]) -> list[Duration]:
        """Return what may be spent on a way from where the flow's clock starts."""
        first = way.index(due.start) if due.start in way else 0 if due.start is None else len(way)
        return [spent[state] for state in way[first:] if state in spent]

    def is_over(way: Sequence[str]) -> bool:
        return exceeds(counted(way), limit, calendar)

    cost = {state: least(one) for state, one in spent.items()}
    code, way = "deadline-way", quickest_way(graph, cost)
    if way is None or not is_over(way):
        code, way = "deadline-long-way", way_over(graph, cost, is_over)
    if way:
        total = " + ".join(map(str, counted(way)))
        values = {"way": " → ".join(way), "total": total, "limit": str(limit)}
        yield subject.finding(code, "warning", ("flows", flow.id, "due"), values)


def exceeds(durations: Iterable[Duration], limit: Duration, calendar: Calendar) -> bool:
    """Tell whether durations one after the other surely take longer than the limit.

    Those of one kind are added up. Else each counts for the least it can take and the limit for
    the most: a month for 28 to 31 days, n working days for at least n days (of which the first
    may be short) and at most n weeks and a long holiday.
    """
    durations = list(durations)
    units = {duration.unit for duration in durations}
    if all(duration.comparable(limit) for duration in durations):
        return sum(map(_units, durations)) > _units(limit)
    if {*units, limit.unit} == {Unit.WORKING_DAY, Unit.WORKING_HOUR}:
        # A working day lasts for the rest of one and the whole of the next, at most.
        worked = sum(_worked(duration, calendar) for duration in durations)
        rest = _day(calendar) if limit.unit is Unit.WORKING_DAY else 0
        short = _day(calendar) if limit.unit is Unit.WORKING_HOUR else 0
        return worked - short > _worked(limit, calendar) + rest
    exact = limit.unit in (Unit.MINUTE, Unit.HOUR)
    short = DAY if exact and Unit.WORKING_DAY in units else 0
    return sum(map(least, durations)) - short > most(limit, calendar)


def least(duration: Duration) -> int:
    """Return the minutes that it takes at least."""
    if duration.unit is Unit.WORKING_DAY:
        return duration.amount * DAY
    if duration.unit is Unit.WORKING_HOUR:
        return duration.amount * HOUR
    return duration.amount * _ELAPSED[duration.unit][0]


def _units(duration: Duration) -> int:
    """Return the length in the smallest unit of its kind."""
    return duration.amount * _SMALLER.get(duration.unit, 1)


def most(duration: Duration, calendar: Calendar) -> int:
    """Return the minutes that it takes at most."""
    if duration.unit in _ELAPSED:
        return duration.amount * _ELAPSED[duration.unit][1]
    days = ceil(_worked(duration, calendar) / _day(calendar))
    return (7 * days + LONGEST_HOLIDAY) * DAY


def _worked(duration: Duration, calendar: Calendar) -> int:
    """Return the minutes of office time in working days or hours."""
    each = _day(calendar) if duration.unit is Unit.WORKING_DAY else HOUR
    return duration.amount * each


def _day(calendar: Calendar) -> int:
    return sum(end - start for start, end in calendar.hours)
