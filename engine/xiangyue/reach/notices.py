"""What hangs on the notice board now: what actions have published, for as long as they said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from xiangyue.flow import Plan
from xiangyue.profile import Intervention
from xiangyue.reach.phrasing import Values
from xiangyue.storage import Reader
from xiangyue.text import Text
from xiangyue.time.clock import from_micros, to_micros
from xiangyue.time.worktime import parse_duration
from xiangyue.values import Decision, Task, Value

MOST = 50
_MEMBER = "member"
_ENTRIES = 10_000
"""How many of the last entries are looked through, so that a board is as quick as it is full."""

_PUBLISHED = (
    "SELECT task, seq, n, at FROM outbox WHERE community = ? AND seq > ? AND kind = 'publish'"
    " AND at <= ? AND coalesce(error, '') <> 'withheld' ORDER BY seq DESC, n DESC LIMIT ?"
)


class Notice(Value, frozen=True):
    """One notice: what it is about and what it says, field by field, in words by language.

    ``since`` and ``until`` are microseconds since 1970 UTC; ``until`` is None where it hangs on.
    """

    flow: Text
    action: Text
    since: int
    until: int | None
    words: tuple[tuple[Text, Text], ...]


def notices(reader: Reader, plan: Plan, community: str, seq: int, now: int) -> tuple[Notice, ...]:
    """Return what hangs now, the newest first; ``seq`` is the end of the community's chain."""
    rows = reader.all(_PUBLISHED, community, seq - _ENTRIES, now, MOST)
    decisions = reader.decisions(community, {row[1] for row in rows})
    tasks = reader.tasks(community, {row[0] for row in rows})
    found = (_notice(reader, plan, now, decisions[s], tasks.get(t), n, at) for t, s, n, at in rows)
    return tuple(one for one in found if one is not None)


def _notice(
    reader: Reader, plan: Plan, now: int, decision: Decision, task: Task | None, n: int, at: int
) -> Notice | None:
    flow, profile = plan.profile.flows.get(decision.flow), plan.profile
    if flow is None:
        return None
    action = flow.actions.get(decision.command.action, flow.opening)
    planned = decision.interventions[n]
    declared = next((one for one in action.does if one.address == planned.address), None)
    until = _until(plan, declared, at)
    if until is not None and until <= now:
        return None
    data = task.data if task else {}
    names = [name for name in _shown(planned.detail) if _open(plan, name) and name in data]
    said = Values(reader, profile, data)
    words = tuple(
        (profile.fields[name].title, Text({lang: said.say(name, lang) for lang in ("en", "zh")}))
        for name in names
    )
    return Notice(flow.title, action.title, at, until, words)


def _until(plan: Plan, declared: Intervention | None, at: int) -> int | None:
    term = declared.detail.get("for") if declared else None
    if term is None:
        return None
    return to_micros(plan.profile.calendar.add(from_micros(at), parse_duration(str(term))))


def _shown(detail: Mapping[str, Any]) -> Iterator[str]:
    masked = detail.get("masked", ())
    return (name for name in detail.get("fields", ()) if name not in masked)


def _open(plan: Plan, name: str) -> bool:
    field = plan.profile.fields.get(name)
    return (
        field is not None
        and name not in plan.private
        and field.schema.get("items", field.schema).get("format") != _MEMBER
    )
