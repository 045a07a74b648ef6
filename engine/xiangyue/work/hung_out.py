"""When the list of a month hung out on which an entry of the ledger stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from xiangyue.canonical import load
from xiangyue.flow import Plan
from xiangyue.journal import follows, to_decision
from xiangyue.storage import Reader
from xiangyue.time.clock import from_micros
from xiangyue.values import Decision, LedgerEntry
from xiangyue.work.bookkeeping import month_name, month_of
from xiangyue.work.plans import Plans

_PUBLISH: Final = "publish"
_TASKS: Final = (
    "SELECT id, last, data FROM task WHERE community = ? AND flow = ? AND opened_at >= ?"
    " AND last > ? ORDER BY opened_at"
)


def hung_out(
    reader: Reader, plans: Plans, plan: Plan, entries: Mapping[str, LedgerEntry]
) -> Mapping[str, int]:
    """Return when the list of each entry hung out first since the entry was made, by its number.

    One whose list was never published since is left out. A list is that of an account and of the
    month that a published field names.
    """
    found = {}
    for number, entry in entries.items():
        moments = [
            at for flow in _flows(plan, entry) for at in _moments(reader, plans, plan, flow, entry)
        ]
        if moments:
            found[number] = max(entry.at, min(moments))
    return found


def _flows(plan: Plan, entry: LedgerEntry) -> Iterator[str]:
    """Yield the flows by which lists of the entry's account are published."""
    for name, flow in plan.profile.flows.items():
        done = (does for act in (flow.opening, *flow.actions.values()) for does in act.does)
        if any(one.kind == _PUBLISH and _of_account(one.detail, entry) for one in done):
            yield name


def _of_account(declared: Mapping[str, Any], entry: LedgerEntry) -> bool:
    return bool(declared.get("account") == entry.account)


def _moments(
    reader: Reader, plans: Plans, plan: Plan, flow: str, entry: LedgerEntry
) -> Iterator[int]:
    month = month_name(plan.profile, entry.at)
    first, _ = month_of(plan.profile, from_micros(entry.at))
    for task, last, text in reader.all(_TASKS, entry.community, flow, first, entry.seq):
        data = load(text)
        seq: int | None = last
        while seq is not None and seq > entry.seq:
            body, payload, _ = reader.entry(entry.community, seq)
            if body["kind"] == "command":
                yield from _published(reader, plans, to_decision(body, payload), data, entry, month)
            seq = follows(body, task)


def _published(
    reader: Reader,
    plans: Plans,
    decision: Decision,
    data: Mapping[str, Any],
    entry: LedgerEntry,
    month: str,
) -> Iterator[int]:
    if not any(one.kind == _PUBLISH for one in decision.interventions):
        return
    plan = plans.get(reader, decision.release, decision.mode)
    flow = plan.flows[decision.flow]
    step = flow.step(decision.command.action) if decision.before else flow.opening
    for one in decision.interventions:
        declared = step.declared.get(one.address, {})
        if one.kind == _PUBLISH and _of_account(declared, entry):
            names = declared.get("fields", ())
            said = (data.get(n) for n in ((names,) if isinstance(names, str) else names))
            if any(str(value).startswith(month) for value in said):
                yield decision.occurred_at if one.at is None else one.at
