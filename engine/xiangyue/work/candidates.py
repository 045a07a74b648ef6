"""Whom the next step of a call-out can ask: who holds the roles, is there, and has not answered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from xiangyue.flow import (
    CALL_OUT,
    MARK,
    WAIT,
    CallOut,
    CallStep,
    Plan,
    Step,
    asks_deputies,
    step_of,
)
from xiangyue.profile import Profile
from xiangyue.storage import Reader
from xiangyue.storage.asks import away, chunks, coming, counted, stands, unanswered
from xiangyue.values import TIERS, Calling, Command, Holding, Member, Task
from xiangyue.work.library import Lent, brought, on_offer
from xiangyue.work.proofs import Proofs, elsewhere, is_dangerous, needed_of, unfit
from xiangyue.work.stepping import asked_until

_HELD = (
    "SELECT member, role, unit, since, until, deputy FROM holding"
    " WHERE role IN ({roles}) AND unit IN ({units}) ORDER BY member, since"
)


def look(
    reader: Reader,
    plan_of: Callable[[str], Plan],
    plan: Plan,
    flow: str,
    step: Step,
    command: Command,
    task: Task | None,
    now: int,
) -> Calling | None:
    """Return how a task's call-out stands, and whom ``step`` can ask; None for other flows.

    A rung on which nobody is, is passed over. ``plan_of`` returns the plan of a release.
    """
    call = plan.flows[flow].call
    if call is None:
        return None
    reader.settled()
    community, name = command.community, task.id if task else ""
    asked, accepted, last = counted(reader, community, name) if task else (0, 0, -1)
    known = stands(reader, community, name, _named(step, command)) if task else {}
    brings = brought(reader, plan.profile, community, name) if task else {}
    accepted += sum(heads - 1 for heads, comes in brings.values() if comes)
    each = {member: heads for member, (heads, _) in brings.items() if member in known}
    begins = [step_of(call, does) for does in step.action.does if does.kind == CALL_OUT]
    if not begins:
        waits = task is not None and step.action.id == MARK + WAIT
        until = asked_until(reader, plan.profile, call, task, now) if waits and task else None
        lacks: Mapping[str, tuple[str, ...]] = {}
        other, free = None, tuple[str, ...]()
        if accepted and _may_free(plan, flow, step):
            free = coming(reader, community, name)
        if task is not None and step.action.answer in ("accepted", "arrived"):
            at = now if command.occurred_at is None else command.occurred_at
            lacks = unfit(reader, plan.profile, call, (community, name, task.unit), known, at)
            if step.action.answer == "accepted" and is_dangerous(plan.profile, call):
                other = elsewhere(reader, plan_of, community, name, command.principal)
        return Calling(
            asked,
            accepted,
            last,
            known,
            until=until,
            brings=each,
            unfit=lacks,
            elsewhere=other,
            coming=free,
        )
    unit = task.unit if task else command.unit or community
    seeker = _Seeker(reader, plan.profile, call, community, name, unit, now)
    data = {**(task.data if task else {}), **command.data}
    seeker.wants = data.get(call.wants or "")
    rung, found = seeker.find(begins[0])
    ready, stale = seeker.told(found)
    return Calling(asked, accepted, last, known, rung, found, ready, stale, brings=each)


def _may_free(plan: Plan, flow: str, step: Step) -> bool:
    """Tell whether a step may free everybody: by what it says, or since it ends the task."""
    states = plan.flows[flow].flow.states
    ends = any(branch.to and states[branch.to].final for branch in step.action.branches)
    return ends or step.action.answer == "freed"


def _named(step: Step, command: Command) -> set[str]:
    """Return the members whose answer a command may bring."""
    value = command.data.get(step.action.of or "")
    listed = value if isinstance(value, list) else ()
    return {command.principal, *(one for one in listed if type(one) is str)}


class _Seeker:
    """Looks for whom the rungs of one call-out can ask, as things are now."""

    def __init__(
        self,
        reader: Reader,
        profile: Profile,
        call: CallOut,
        community: str,
        task: str,
        unit: str,
        now: int,
    ) -> None:
        self._reader, self._profile, self._call = reader, profile, call
        self._community, self._task, self._now = community, task, now
        self.wants: Any = None
        self._lent: dict[str, Lent] = {}
        self._proofs = Proofs(reader, profile, unit, now)
        line, below = reader.line(unit)
        self._tiers: Mapping[str, int] = {**dict.fromkeys(below, TIERS["grid"]), **line}

    def find(self, step: CallStep) -> tuple[int, Mapping[str, str | None]]:
        """Return whom a step can ask; from its first try on a rung, the next that has anybody."""
        if step.then and asks_deputies(self._call, step):
            return step.rung, self._deputies(step.rung)
        if step.again:
            waiting = unanswered(self._reader, self._community, self._task, step.rung, self._now)
            if (tier := self._call.rungs[step.rung].offers) is not None:
                self._look_up(tier)
                waiting = {name: of for name, of in waiting.items() if of in self._lent}
            there = self._there(waiting)
            return step.rung, {name: offer for name, offer in waiting.items() if name in there}
        for rung in range(step.rung, len(self._call.rungs)):
            if found := self._on(rung):
                return rung, found
        return step.rung, {}

    def _on(self, number: int) -> Mapping[str, str | None]:
        """Return who holds the roles of a rung, or offers something, and is not to be left alone.

        For what is offered its contact is asked; the deputy or the owner where that one cannot be.
        """
        rung = self._call.rungs[number]
        held = () if rung.offers else self._holders(rung.ask, rung.detail.get("at"))
        names: dict[str, str | None] = dict.fromkeys(name for name, _ in held)
        lent = [] if rung.offers is None else self._look_up(rung.offers)
        may = self._may_be_asked(number, (*names, *(name for one in lent for name in one.people)))
        for one in lent:
            if (who := next((name for name in one.people if name in may), None)) is not None:
                names.setdefault(who, one.id)
        return {name: of for name, of in names.items() if name in may}

    def _may_be_asked(self, number: int, names: Iterable[str]) -> Collection[str]:
        """Return who of these is there, has what a rung asks for, and has not been asked on it."""
        qualified, having = list(names), self._call.rungs[number].having
        kinds: Mapping[str, str] = {}
        if having and self._call.rungs[number].offers is not None:
            kinds = {one.id: one.kind for one in self._reader.crowd(qualified).values()}
        for role in having:
            shown = self._proofs.shown(role, qualified)
            qualified = [
                name
                for name in qualified
                if name in shown or not needed_of(self._profile, (role,), kinds.get(name, ""))
            ]
        if self._task:
            left = away(self._reader, self._community, self._task, number)
            qualified = [name for name in qualified if name not in left]
        return self._there(qualified)

    def _look_up(self, tier: str | int) -> list[Lent]:
        """Return what may be asked for of a tier, what is ready soonest first."""
        found = on_offer(self._reader, self._profile, self._community, tier, self.wants, self._now)
        self._lent.update({one.id: one for one in found})
        return found

    def told(self, found: Mapping[str, str | None]) -> tuple[Mapping[str, int], tuple[str, ...]]:
        """Return in how many minutes each has ready what is asked for, and of whom it is stale."""
        lent = {name: self._lent[of] for name, of in found.items() if of in self._lent}
        stale = tuple(name for name, one in lent.items() if one.stale)
        return {name: one.ready for name, one in lent.items()}, stale

    def _deputies(self, number: int) -> Mapping[str, str | None]:
        """Return the deputies of those on a rung who have not answered."""
        rung = self._call.rungs[number]
        waiting = unanswered(self._reader, self._community, self._task, number, self._now)
        names: dict[str, str | None] = {}
        if rung.offers is not None:
            asked = {of for of in waiting.values() if of is not None}
            lent = [one for one in self._look_up(rung.offers) if one.id in asked]
            names = {one.deputy: one.id for one in reversed(lent) if one.deputy}
        else:
            held = self._holders(rung.ask, rung.detail.get("at"))
            names = dict.fromkeys(h.deputy for name, h in held if h.deputy and name in waiting)
        may = self._may_be_asked(number, names)
        return {name: of for name, of in names.items() if name in may}

    def _there(self, names: Iterable[str]) -> dict[str, Member]:
        members = self._reader.crowd(list(names))
        return {name: one for name, one in members.items() if not one.absent(self._now)}

    def _holders(self, roles: tuple[str, ...], level: str | None) -> list[tuple[str, Holding]]:
        """Return who holds one of these roles now where it counts, at ``level`` if one is said."""
        found: list[tuple[str, Holding]] = []
        marks = ", ".join("?" * len(roles))
        for units in chunks(list(self._tiers)):
            sql = _HELD.format(roles=marks, units=", ".join("?" * len(units)))
            for name, *row in self._reader.all(sql, *roles, *units):
                holding = Holding(*row)
                if holding.holds(self._now) and self._fits(holding, level):
                    found.append((name, holding))
        members = self._reader.crowd(list(dict.fromkeys(name for name, _ in found)))
        return [(n, h) for n, h in found if n in members and self._may(members[n], h)]

    def _fits(self, holding: Holding, level: str | None) -> bool:
        role = self._profile.roles.get(holding.role)
        held = role.at if role else None
        wanted = {TIERS.get(at, 0) for at in (held, level) if at is not None}
        return wanted <= {self._tiers[holding.unit]}

    def _may(self, member: Member, holding: Holding) -> bool:
        role = self._profile.roles.get(holding.role)
        return role is None or member.kind in role.kinds
