"""An alert comes in: whoever is on duty where it is meant gets it as a task.

It proposes, and does nothing else. An update ends what it replaces and opens its own, a cancel
ends; both in whatever order they come, and as often. Nothing that a person has made of an alert is
touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from xiangyue.engine import Engine
from xiangyue.errors import Conflict
from xiangyue.exchange.cap.checking import check
from xiangyue.exchange.cap.meaning import Desks, desks_of
from xiangyue.exchange.cap.model import Alert, Info, Reference
from xiangyue.exchange.cap.received import BrokenAlert, Entry, Fate, Received, Whole
from xiangyue.exchange.cap.telling import Told, expires_of, named, told
from xiangyue.exchange.cap.thread import End, Thread
from xiangyue.exchange.cap.writing import reference_text
from xiangyue.flow import switches
from xiangyue.time.moments import Moment
from xiangyue.values import OPEN, SYSTEM, Command, Decision, Reason, Source, Task, replace
from xiangyue.words import MOST

_BEGINNING = frozenset({"Actual", "Exercise"})
_ANSWERS = frozenset({"Ack", "Error"})


def receive_alert(
    engine: Engine,
    alert: Alert,
    *,
    by: str,
    communities: Sequence[str] | None = None,
    now: Moment = None,
    dry: bool = False,
    anyway: bool = False,
    source: Source = "digital",
    reaches: Callable[[str], bool] = lambda community: True,
) -> Received:
    """Take an alert in as ``by``, where its areas say or in these ``communities``.

    The same alert twice is one. With ``dry`` nothing is written, and what would be is told.
    ``reaches`` tells of a community whether the caller has to do with it; others are as if they
    were not there. Raises BrokenAlert where the alert has errors (``anyway`` lets them pass), and
    Misuse for a community that is not there or takes no alerts.
    """
    if not anyway:
        require_sound(alert)
    desks = desks_of(engine, communities, reaches)
    return receive_at(engine, alert, desks, by=by, now=now, dry=dry, source=source)


def require_sound(alert: Alert) -> None:
    """Raise BrokenAlert, with all that is wrong, where an alert has errors."""
    found = check(alert)
    if any(one.severity == "error" for one in found):
        raise BrokenAlert(found)


def receive_at(
    engine: Engine,
    alert: Alert,
    desks: Desks,
    *,
    by: str,
    now: Moment = None,
    dry: bool = False,
    source: Source = "digital",
) -> Received:
    """Take in an alert that is known to be sound, by communities that are known to take alerts."""
    return _Receiving(engine, alert, desks, by, now, dry=dry, source=source).received()


class _Receiving:
    def __init__(
        self,
        engine: Engine,
        alert: Alert,
        desks: Desks,
        by: str,
        now: Moment,
        *,
        dry: bool,
        source: Source,
    ) -> None:
        self._engine, self._alert, self._desks, self._by = engine, alert, desks, by
        self._now, self._dry, self._source = now, dry, source
        drill = alert.status == "Exercise"
        self._thread = Thread(engine, desks.profiles, now, drill=drill)
        self._remarks: list[Reason] = []
        self._targets = desks.targets(alert)

    def received(self) -> Received:
        """Do all of it, and say what was done."""
        alert = self._alert
        if alert.status not in _BEGINNING:
            return self._said("held", Reason("cap-held", {"status": alert.status}))
        if alert.msg_type in _ANSWERS:
            return self._said("noted", Reason("cap-noted", {"type": alert.msg_type}))
        entries = tuple(self._entries())
        if entries:
            return self._said("taken", *self._remarks, entries=entries)
        return self._said("nowhere", Reason("cap-nowhere" if alert.infos else "cap-says-nothing"))

    def _said(self, fate: Whole, *remarks: Reason, entries: tuple[Entry, ...] = ()) -> Received:
        alert = self._alert
        return Received(
            reference_text(alert.reference),
            alert.status,
            alert.msg_type,
            fate,
            entries,
            remarks,
            self._dry,
        )

    def _entries(self) -> Iterator[Entry]:
        alert = self._alert
        over = self._thread.over(alert)
        proposed = False
        if alert.msg_type != "Cancel" and alert.infos:
            for entry in self._opened(over):
                proposed = proposed or entry.fate == "proposed"
                yield entry
        if alert.msg_type == "Cancel" or (alert.msg_type == "Update" and alert.infos):
            yield from self._ended()
        if proposed and not self._dry:
            yield from self._overtaken()

    def _opened(self, over: End | None) -> Iterator[Entry]:
        """Open a task wherever the alert is meant, unless it is over or there already."""
        own = self._alert.reference
        known = self._thread.tasks(own)
        for community, target in self._targets.items():
            if community in known:
                yield self._entry("known", community, own)
            elif over is not None or self._has_expired(community, target.infos):
                yield self._entry("over", community, own)
            else:
                yield self._open(community, own, target.infos)
        if over is not None and not known:
            self._remember(own, over)

    def _ended(self) -> Iterator[Entry]:
        """End every task of an alert that this one replaces or cancels."""
        end = End("cancel" if self._alert.msg_type == "Cancel" else "update", self._alert.reference)
        for one in self._thread.meant(self._alert):
            if not self._thread.tasks(one):
                remembered = self._remember(one, end)
                yield from [remembered] if remembered else []
            tried = set[str]()
            # Looked for until there is none: its alert may be coming in at the same moment.
            while rest := [t for t in self._open_tasks(one) if t.ref not in tried]:
                tried.update(task.ref for task in rest)
                for task in rest:
                    yield self._end(task, one, end)
                self._thread.again(one)
            self._thread.again(one)

    def _overtaken(self) -> Iterator[Entry]:
        """End what was opened, where another message has ended it in the meantime."""
        own = self._alert.reference
        for one in (own, *self._alert.references):
            self._thread.again(one)
        over = self._thread.over(self._alert)
        if over is not None:
            for task in self._open_tasks(own):
                yield self._end(task, own, over)

    def _open_tasks(self, of: Reference) -> list[Task]:
        return [task for task in self._thread.tasks(of).values() if task.ended_at is None]

    def _open(self, community: str, of: Reference, infos: Sequence[Info]) -> Entry:
        """Open the task of an alert, as this message tells of it."""
        stands = self._stands(community, of, infos)
        if isinstance(stands, Entry):
            return stands
        command, said = stands
        try:
            decision = self._do(command)
        except Conflict as conflict:
            if conflict.code != "task-exists":
                raise
            return self._entry("known", community, of)
        for name in said.shortened:
            title = self._desks.profiles[community].fields[name].title
            remark = Reason("cap-shortened", {"field": title})
            self._remarks += [remark] if remark not in self._remarks else []
        fates: dict[str, Fate] = {"done": "proposed", "deferred": "deferred"}
        return self._entry(fates.get(decision.outcome, "refused"), community, of, decision.reasons)

    def _end(self, task: Task, of: Reference, end: End) -> Entry:
        """End a task, if whoever hands the message in might have opened it there."""
        community = task.community
        stands = self._stands(community, self._alert.reference, self._alert.infos)
        if isinstance(stands, Entry):
            return stands
        tried = self._engine.try_out(replace(stands[0], task=None), now=self._now)
        if tried.outcome == "refused":
            return self._entry("refused", community, of, tried.reasons)
        profile, alerts = self._thread.rules(task)
        field = profile.fields.get(alerts.fields.get("ended_by", ""))
        action = alerts.cancel if end.how == "cancel" else alerts.update
        data = {}
        if field is not None and end.by is not None:
            data = {field.id: named(reference_text(end.by), field.schema.get("maxLength", MOST))}
        command = Command(community, action, SYSTEM, task.id, data=data)
        decision = self._do(command)
        if decision.outcome == "refused" and self._engine.task(task).ended_at is None:
            return self._entry("refused", community, of, decision.reasons)
        return self._entry("cancelled" if end.how == "cancel" else "replaced", community, of)

    def _remember(self, of: Reference, end: End) -> Entry | None:
        """Keep that an alert is over that has not come yet, or comes too late: in one place."""
        where = next(iter((*self._targets, *self._desks.profiles)), None)
        if where is None or self._dry:
            return None
        target = self._targets.get(where)
        opened = self._open(where, of, target.infos if target else self._alert.infos)
        if opened.fate == "known":  # it has come in the meantime
            self._thread.again(of)
        if opened.fate != "proposed":
            return opened if opened.fate == "refused" else None
        self._thread.again(of)
        ended = self._end(self._thread.tasks(of)[where], of, end)
        self._thread.again(of)
        return ended

    def _stands(
        self, community: str, of: Reference, infos: Sequence[Info]
    ) -> tuple[Command, Told] | Entry:
        """Return the command that opens the alert's task; or what stands in its way for certain."""
        profile = self._desks.profiles[community]
        alerts = profile.alerts
        assert alerts is not None
        flow = profile.flows[alerts.flow]
        if switched := switches(profile):
            why = Reason("cap-switches", {"where": switched[0][1]})
            return self._entry("refused", community, of, (why,))
        if self._alert.status == "Exercise" and flow.exercise is None:
            why = Reason("cap-no-drills", {"flow": flow.title})
            return self._entry("refused", community, of, (why,))
        said = told(self._alert, of, infos, profile)
        target = self._targets.get(community)
        command = Command(
            community,
            OPEN,
            self._by,
            self._thread.name(of),
            flow=flow.id,
            data=said.data,
            title=said.title,
            unit=target.unit if target else None,
            source=self._source,
        )
        return command, said

    def _do(self, command: Command) -> Decision:
        if self._dry:
            return self._engine.try_out(command, now=self._now)
        return self._engine.do(command, now=self._now)

    def _has_expired(self, community: str, infos: Sequence[Info]) -> bool:
        profile = self._desks.profiles[community]
        assert profile.alerts is not None
        now = self._now or datetime.now(UTC)
        return expires_of(self._alert, infos, profile, profile.alerts) <= now

    def _entry(
        self, fate: Fate, community: str, of: Reference, why: tuple[Reason, ...] = ()
    ) -> Entry:
        target = self._targets.get(community)
        return Entry(
            fate,
            community,
            f"{community}/{self._thread.name(of)}",
            reference_text(of),
            target.unit if target else "",
            target.how if target else "",
            why,
        )
