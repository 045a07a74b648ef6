"""Everything that judging one command can need of what is so now, read in one go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from xiangyue.canonical import load
from xiangyue.errands import DISTRIBUTE
from xiangyue.errors import Misuse
from xiangyue.flow import Plan, Step, is_entry
from xiangyue.profile import SCHEME
from xiangyue.storage import Head, Reader
from xiangyue.values import Calling, Command, Facts, LedgerEntry, Task, replace
from xiangyue.words import is_id
from xiangyue.work.candidates import look
from xiangyue.work.changing import proposed
from xiangyue.work.hung_out import hung_out
from xiangyue.work.in_modes import going_on, opened_in, then_in
from xiangyue.work.measuring import measured
from xiangyue.work.plans import Plans


def gather(
    reader: Reader,
    plans: Plans,
    plan: Plan,
    head: Head,
    step: Step,
    command: Command,
    task: Task | None,
    now: int,
) -> Facts:
    """Read everything that judging this command can need, in one go."""
    unit = task.unit if task else command.unit or command.community
    line, below = reader.line(unit)
    if not line:
        raise Misuse("unit-unknown", unit=unit)
    if command.community not in line:
        raise Misuse("unit-elsewhere", unit=unit, community=command.community)
    members = reader.members(_people(step, command, task))
    flow = task.flow if task else command.flow or ""
    calling: Calling | None = None
    if plan.flows[flow].call is not None:
        calling = look(reader, partial(plans.get, reader), plan, flow, step, command, task, now)
        if calling is not None and calling.found:
            members = {**reader.crowd(list(calling.found)), **members}
    if step.outstanding or step.measures or step.spreads:
        reader.settled()
    entries = _entries(reader, step, command, task) if step.entries else {}
    return Facts(
        now=now,
        seq=head.seq + 1,
        settings=head.settings,
        params=plans.params(reader, command.community, head.settings, plan),
        mode=head.mode,
        line=line,
        below=below,
        members=members,
        units=frozenset(reader.units(_ids(step.units, command))) if step.units else _NO_UNITS,
        entries=entries,
        published=hung_out(reader, plans, plan, entries) if step.published else {},
        balances=_balances(reader, plan, command.community, members) if step.balances else {},
        suspended=load(head.failing) if head.failing != _NONE else {},
        calling=calling,
        outstanding=_outstanding(reader, task) if step.outstanding and task else 0,
        measured=_measured(reader, plans, plan, head, step, command) if step.measures else {},
        beneath=_beneath(reader, step, command, task) if step.spreads else {},
        around=_around(reader, command) if command.on_behalf_of is not None else _NO_UNITS,
        beside=going_on(reader, plan, head, command.community, now),
        then=then_in(reader, plan, head, command, now),
        opened_in=opened_in(reader, plan, head, command, task),
        schemes=plans.schemes(reader, command.community, head.settings) if step.scoring else {},
        proposed=proposed(reader, plans, step, command, task, head) if step.changing else None,
    )


_NONE = "{}"
_NO_UNITS: frozenset[str] = frozenset()
_NO_DATA: Mapping[str, Any] = {}


def _around(reader: Reader, command: Command) -> frozenset[str]:
    line, below = reader.line(command.community)
    return below.union(line)


def _entries(
    reader: Reader, step: Step, command: Command, task: Task | None
) -> Mapping[str, LedgerEntry]:
    """Return the entries of the ledger that the command's fields name, with their corrections."""
    numbers = {n for n in _ids(step.entries, command, task) if is_entry(n)}
    found = ((n, reader.ledger_entry(command.community, n)) for n in numbers)
    return {
        number: replace(entry, amount=entry.amount + reader.corrections(entry))
        for number, entry in found
        if entry is not None
    }


def _measured(
    reader: Reader, plans: Plans, plan: Plan, head: Head, step: Step, command: Command
) -> Mapping[str, Any]:
    names = {name for _, name in step.measures}
    found = measured(reader, plan, plans.limits, head, command, names - {SCHEME})
    flow = step.action.address.split(".")[1]
    scheme = plans.schemes(reader, command.community, head.settings).get(flow)
    return {**found, SCHEME: scheme} if SCHEME in names and scheme is not None else found


def _beneath(
    reader: Reader, step: Step, command: Command, task: Task | None
) -> Mapping[str, tuple[str, ...]]:
    """Return the communities under each unit to which the task is to be distributed."""
    units = set(_ids([name for name in step.spreads if name], command, task))
    if None in step.spreads:
        units.add(task.unit if task else command.unit or command.community)
    given = reader.all(_GIVEN, task.community, task.id) if task else ()
    have = {name for (name,) in given}
    return {
        unit: tuple(name for name in reader.communities_under(unit) if name not in have)
        for unit in (reader.in_order(units) if len(units) > 1 else units)
    }


_GIVEN = (
    "SELECT recipient FROM errand"
    f" WHERE community = ? AND task = ? AND kind = '{DISTRIBUTE}' AND state <> 'refused'"
)
_OUTSTANDING = (
    "SELECT count(*) FROM errand e WHERE e.community = ? AND e.task = ?"
    f" AND e.kind = '{DISTRIBUTE}' AND e.state <> 'refused' AND NOT EXISTS (SELECT 1 FROM share s"
    " WHERE s.community = e.community AND s.task = e.task AND s.child = e.recipient"
    " AND s.state IN ('returned', 'done'))"
)


def _outstanding(reader: Reader, task: Task) -> int:
    """Return how many communities have neither done nor returned their share."""
    return int(reader.all(_OUTSTANDING, task.community, task.id)[0][0])


def _balances(
    reader: Reader, plan: Plan, community: str, members: Iterable[str]
) -> Mapping[tuple[str, str], int]:
    accounts = plan.profile.accounts
    return reader.balances(community, ((m, a) for m in members for a in accounts))


def likely_people(command: Command, named: Iterable[str]) -> set[str]:
    """Return the members that a command itself names; ``named`` are its fields that name some."""
    people = {command.actor, command.principal, *_ids(named, command)}
    return {name for name in people if is_id(name)}


def _people(step: Step, command: Command, task: Task | None) -> set[str]:
    people = {command.actor, command.principal}
    people.update(_ids(step.members, command, task))
    if task is not None:
        people.add(task.opener)
        if task.assignee:
            people.add(task.assignee)
    return people


def _ids(fields: Iterable[str], command: Command, task: Task | None = None) -> Iterator[str]:
    """Yield what stands in these fields, one id or a list of them; anything may.

    A task's value counts where the command gives none.
    """
    given, held = command.data, task.data if task else _NO_DATA
    for name in fields:
        value = given[name] if name in given else held.get(name)
        if type(value) is str:
            yield value
        elif isinstance(value, list):
            yield from (item for item in value if type(item) is str)
