"""How alerts follow on each other: which tasks there are of each, and which alert ended them.

Messages may come in any order, and twice. A task bears the name of its alert, and the task of an
alert that was ended says by which, so that what comes too late is seen to be over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from xiangyue.engine import Engine
from xiangyue.errors import Misuse
from xiangyue.exchange.cap import values
from xiangyue.exchange.cap.model import Alert, Reference
from xiangyue.exchange.cap.telling import id_of
from xiangyue.profile import Alerts, Profile
from xiangyue.time.moments import Moment
from xiangyue.values import Task

Ending = Literal["update", "cancel"]


class End(NamedTuple):
    """That an alert is over: how, and by which other one, where that is known."""

    how: Ending
    by: Reference | None


class Thread:
    """The tasks of alerts in all communities that take alerts; ``desks`` are their profiles.

    Drills and what is in earnest are kept apart: neither ends the other.
    """

    def __init__(
        self, engine: Engine, desks: Mapping[str, Profile], now: Moment, *, drill: bool
    ) -> None:
        """Begin without having looked."""
        self._engine = engine
        self._desks = desks
        self._now = now
        self._drill = drill
        self._found: dict[str, dict[str, Task]] = {}

    def name(self, reference: Reference) -> str:
        """Return what the tasks of an alert are called."""
        return id_of(reference, self._drill)

    def tasks(self, reference: Reference) -> Mapping[str, Task]:
        """Return the tasks of an alert, by community."""
        name = self.name(reference)
        if name not in self._found:
            self._found[name] = dict(self._look(name))
        return self._found[name]

    def again(self, reference: Reference) -> None:
        """Forget what was found of an alert: its tasks have changed."""
        self._found.pop(self.name(reference), None)

    def rules(self, task: Task) -> tuple[Profile, Alerts]:
        """Return the profile by which a task is judged, and what it says of alerts."""
        own, current = self._engine.rules_of(task, now=self._now), self._desks[task.community]
        profile = own if own.alerts is not None and own.alerts.flow == task.flow else current
        assert profile.alerts is not None
        return profile, profile.alerts

    def end(self, reference: Reference) -> End | None:
        """Return that and how an alert was replaced or cancelled; None where it was not."""
        for task in self.tasks(reference).values():
            profile, alerts = self.rules(task)
            for how in ("cancel", "update"):
                action = profile.flows[alerts.flow].actions[getattr(alerts, how)]
                if task.state in {branch.to for branch in action.branches}:
                    said = values.references(
                        str(task.data.get(alerts.fields.get("ended_by", ""), ""))
                    )
                    return End(how, said[0] if said else None)
        return None

    def meant(self, alert: Alert) -> Iterator[Reference]:
        """Yield the alerts that a message ends: those it names, and what has replaced these.

        Only its own sender's are meant: nobody ends what another has sent.
        """
        seen = {self.name(alert.reference)}
        rest = [one for one in alert.references if one.sender == alert.sender]
        while rest:
            one = rest.pop(0)
            if self.name(one) in seen:
                continue
            seen.add(self.name(one))
            yield one
            end = self.end(one)
            if end and end.how == "update" and end.by and end.by.sent <= alert.sent:
                rest.append(end.by)

    def over(self, alert: Alert) -> End | None:
        """Return that and how an alert is over before it came, or has come before and is over."""
        own = self.end(alert.reference)
        if own is not None:
            return own
        for one in alert.references:
            end = self.end(one) if one.sender == alert.sender else None
            if end and end.by and end.by != alert.reference and end.by.sent > alert.sent:
                return end
        return None

    def _look(self, name: str) -> Iterator[tuple[str, Task]]:
        for community in self._desks:
            try:
                yield community, self._engine.task(f"{community}/{name}")
            except Misuse:
                continue
