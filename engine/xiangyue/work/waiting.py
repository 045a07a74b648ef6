"""What waits for a member: open tasks, the one with the earliest deadline first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from xiangyue.errors import Misuse
from xiangyue.flow import Plan
from xiangyue.roles import ANYONE, ASKED, OPENER, by_role
from xiangyue.storage import Head, Reader
from xiangyue.storage.cursor import Query
from xiangyue.storage.listing import (
    START,
    Key,
    busy_communities,
    first,
    in_hands_of,
    opened_by,
    places,
    standing_at,
    tasks_at,
)
from xiangyue.tables import NEVER, NEXT_DUE
from xiangyue.text import Text
from xiangyue.values import Facts, Holding, Member, Task
from xiangyue.work.named import known_head
from xiangyue.work.plans import Plans
from xiangyue.work.rights import facts_around, rights_of

MOST = 200
_ROUNDS = 20
_URGENCY = "urgency"
_GOVERNED = "SELECT community FROM head WHERE settings > 0"
_ASKED = (
    f"SELECT {NEXT_DUE}, a.community, a.task FROM ask a"
    " JOIN task k ON k.community = a.community AND k.id = a.task"
    f" WHERE a.community IN ({_GOVERNED}) AND a.member BETWEEN ? AND ?"
    " AND a.state = 'asked' AND a.asked_at <= ? AND k.ended_at IS NULL"
)
_STANDS = (
    "SELECT task, state FROM ask WHERE community = ? AND member = ? AND task = ?"
    " ORDER BY rung DESC LIMIT 1"
)
_RELEASES = "SELECT DISTINCT release FROM settings WHERE community = ?"

Whose = Literal["mine", "asked", "opened", "role"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A task that waits for a member, and what they may do there, by what the profile calls it.

    ``whose`` is ``mine`` where it is assigned to them, ``asked`` where a call-out waits for their
    answer, ``opened`` where it waits for them as who opened it, and ``role`` where anybody of a
    role may take it up. ``due`` is the next deadline, its task's or its state's, None where there
    is none; ``urgency`` is what the task's field of that name says.
    """

    task: Task
    flow: Text
    state: Text
    due: int | None
    late: bool
    urgency: str | None
    whose: Whose
    actions: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class WorkPage:
    """Some of what waits; ``next`` is what to pass as ``after`` for more, None at the end."""

    items: tuple[Waiting, ...]
    next: str | None


def find_waiting(
    reader: Reader, plans: Plans, member: Member, limit: int, after: str | None, now: int
) -> WorkPage:
    """Return the open tasks that wait for a member, what is late first, then by deadline."""
    if not 1 <= limit <= MOST:
        raise Misuse("page-limit", limit=limit, most=MOST)
    desk = _Desk(reader, plans, member, now)
    at, page, more = _key(after), list[tuple[Key, Waiting]](), True
    for _ in range(_ROUNDS):
        keys = desk.keys(at, limit + 1)
        page += desk.judged(keys)
        more = len(keys) > limit
        if len(page) > limit or not more:
            break
        at = keys[-1]
    if len(page) > limit:
        page, more = page[:limit], True
        at = page[-1][0]
    shown = reader.reveal_all([one.task for _, one in page])
    items = [_shown(one, task) for (_, one), task in zip(page, shown, strict=True)]
    return WorkPage(tuple(items), f"{at[0]}:{at[1]}/{at[2]}" if more else None)


def _key(after: str | None) -> Key:
    if after is None:
        return START
    due, colon, ref = after.partition(":")
    community, slash, name = ref.partition("/")
    if not (colon and slash and due.isascii() and due.isdecimal() and int(due) <= NEVER):
        raise Misuse("page-after", after=after)
    return int(due), community, name


def _shown(one: Waiting, task: Task) -> Waiting:
    urgency = task.data.get(_URGENCY)
    return Waiting(
        task,
        one.flow,
        one.state,
        one.due,
        one.late,
        urgency if isinstance(urgency, str) else None,
        one.whose,
        one.actions,
    )


class _Desk:
    """What one member finds waiting at one moment."""

    def __init__(self, reader: Reader, plans: Plans, member: Member, now: int) -> None:
        self._reader, self._plans, self._member, self._now = reader, plans, member, now
        self._heads: dict[str, Head] = {}
        self._around: dict[str, Facts] = {}
        self._places = [*self._of_roles()]
        self._busy = {
            who: busy_communities(reader, who, member.id) for who in ("assignee", "opener")
        }
        self._opened = [*self._of_opener()]
        self._asked = {
            (due, community, name)
            for due, community, name in reader.all(_ASKED, member.id, member.id, now)
        }

    def keys(self, after: Key, limit: int) -> list[Key]:
        """Return the keys of what may wait, the next so many; too many rather than too few."""
        reader = self._reader
        found = {key for key in self._asked if key > after}
        found.update(first(reader, self._selects(after), limit))
        return sorted(found)[:limit]

    def _selects(self, after: Key) -> Iterator[Query]:
        who = self._member.id
        yield from (standing_at(community, place, after) for community, place in self._places)
        yield from (in_hands_of(community, who, after) for community in self._busy["assignee"])
        yield from (opened_by(c, who, flow, state, after) for c, flow, state in self._opened)

    def _of_roles(self) -> Iterator[tuple[str, tuple[str, str, str]]]:
        """Yield where tasks stand of which the member may take some action by a role."""
        if self._member.absent(self._now):
            return
        held = [h for h in self._member.holdings if h.holds(self._now)]
        held += [h for _, h, _ in self._member.deputizes if h.holds(self._now)]
        for community in self._governed(held):
            plans = self._plans_of(community)
            for place in places(self._reader, community):
                if any(self._waits(plan, *place) for plan in plans):
                    yield community, place

    def _governed(self, held: Iterable[Holding]) -> list[str]:
        """Return the communities whose tasks these roles can be about."""
        around: dict[str, None] = {}
        for unit in dict.fromkeys(holding.unit for holding in held):
            found = self._reader.unit(unit)
            if found is not None:
                around |= dict.fromkeys((found.community, *self._reader.owners_under(unit)))
        governed = set(self._reader.communities())
        return [name for name in around if name in governed]

    def _of_opener(self) -> Iterator[tuple[str, str, str]]:
        """Yield where tasks stand of which some action is left to who has opened them."""
        for community in self._busy["opener"]:
            pairs = {
                (flow.flow.id, state)
                for plan in self._plans_of(community)
                for flow in plan.flows.values()
                for step in flow.steps.values()
                if OPENER in step.action.by
                for state in flow.machine.sources[step.action.id]
            }
            yield from ((community, flow, state) for flow, state in sorted(pairs))

    def _plans_of(self, community: str) -> list[Plan]:
        """Return the plans of all releases that have been in force, as the mode has them."""
        mode = self._head(community).mode
        rows = self._reader.all(_RELEASES, community)
        return [self._plans.get(self._reader, digest, mode) for (digest,) in rows]

    def _head(self, community: str) -> Head:
        if community not in self._heads:
            head = known_head(self._reader.situation(community, None, None).head, community)
            self._heads[community] = head.at(self._now)
        return self._heads[community]

    def _waits(self, plan: Plan, flow: str, state: str, unit: str) -> bool:
        found = plan.flows.get(flow)
        if found is None or found.flow.paused:
            return False
        roles, around = plan.profile.roles, self._facts(unit)
        return any(
            by_role(step.action, roles, around, self._member, self._now)
            for step in found.steps.values()
            if state in found.machine.sources[step.action.id]
        )

    def _facts(self, unit: str) -> Facts:
        if unit not in self._around:
            self._around[unit] = facts_around(self._reader, self._member, unit, self._now)
        return self._around[unit]

    def judged(self, keys: list[Key]) -> Iterator[tuple[Key, Waiting]]:
        """Yield those of the keys whose tasks do wait, by the release that each is pinned to."""
        tasks = {task.ref: task for task in tasks_at(self._reader, [key[1:] for key in keys])}
        for key in keys:
            task = tasks[f"{key[1]}/{key[2]}"]
            plan = self._plans.get(self._reader, task.release, self._head(task.community).mode)
            found = self._judge(key, task, plan)
            if found is not None:
                yield key, found

    def _judge(self, key: Key, task: Task, plan: Plan) -> Waiting | None:
        who, flow = self._member.id, plan.flows[task.flow]
        facts = self._facts(task.unit)
        stands = self._reader.all(_STANDS, task.community, who, task.id) if flow.call else []
        if stands:
            facts = facts_around(self._reader, self._member, task.unit, self._now, stands[0][1])
        rights = {} if flow.flow.paused else rights_of(plan, flow, facts, task, who, self._now)
        whose = _whose(task, who, rights, key in self._asked)
        if whose is None:
            return None
        due = None if key[0] == NEVER else key[0]
        return Waiting(
            task=task,
            flow=flow.flow.title,
            state=flow.flow.states[task.state].title,
            due=due,
            late=due is not None and due < self._now,
            urgency=None,
            whose=whose,
            actions={name: flow.flow.actions[name].title for name in rights},
        )


def _whose(task: Task, who: str, rights: Mapping[str, str], asked: bool) -> Whose | None:
    if task.assignee == who:
        return "mine"
    given = set(rights.values()) - {ANYONE}
    if asked and ASKED in given:
        return "asked"
    if OPENER in given:
        return "opened"
    return "role" if given - {ASKED} else None
