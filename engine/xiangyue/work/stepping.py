"""When a call-out takes its next step: the time of those it asks runs from when they are asked."""

from __future__ import annotations

from collections.abc import Iterator

from xiangyue.flow import CALL, THROUGH, CallOut
from xiangyue.profile import Profile
from xiangyue.storage import Reader
from xiangyue.storage.asks import asked_when
from xiangyue.time.clock import from_micros, to_micros
from xiangyue.time.worktime import Duration
from xiangyue.values import Task


def asked_until(
    reader: Reader, profile: Profile, call: CallOut, task: Task, now: int
) -> int | None:
    """Return until when a call-out waits with the step that was due; None where it goes on.

    Limits may have somebody asked later, when it is decided or when it is sent. The next rung
    follows on the first who is asked; the ladder is through when the time of the last is over.
    """
    alarm = next((name for name in task.alarms if name.startswith(CALL)), THROUGH)
    reader.settled()
    until = max(_ends(reader, profile, call, task, alarm), default=now)
    return until if until > now else None


def _ends(reader: Reader, profile: Profile, call: CallOut, task: Task, alarm: str) -> Iterator[int]:
    step, due = call.before(alarm), task.alarms.get(alarm, 0)
    waits = step is not None and call.waits(step)
    within = call.within(step) if waits and step is not None else None
    begun = due if within is None else _before(profile, due, within)
    for rung, first, last in asked_when(reader, task.community, task.id):
        if rung >= len(call.rungs):
            continue
        length = call.rungs[rung].within
        if alarm == THROUGH:
            if last is not None and last > begun:
                yield _after(profile, last, length)
        elif step is not None and waits and rung == step.rung and first is not None:
            yield _after(profile, first, length)


def _after(profile: Profile, at: int, length: Duration) -> int:
    return to_micros(profile.calendar.add(from_micros(at), length))


def _before(profile: Profile, at: int, length: Duration) -> int:
    return to_micros(profile.calendar.before(from_micros(at), length))
