"""What stands on a list that hangs out: what was published of each open task, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from xiangyue.errors import Misuse
from xiangyue.flow import Plan
from xiangyue.profile import Listing
from xiangyue.reach.phrasing import Values
from xiangyue.storage import Reader, task_columns, to_task
from xiangyue.text import Text
from xiangyue.values import Task

_NAMING = "naming"
_MEMBER = "member"
_PUBLISHED = (
    "SELECT o.task, o.seq, o.n FROM outbox o JOIN task t"
    " ON t.community = o.community AND t.id = o.task WHERE o.community = ? AND o.kind = 'publish'"
    " AND t.flow = ? AND t.ended_at IS NULL AND coalesce(o.error, '') <> 'withheld'"
    " ORDER BY o.seq, o.n"
)


@dataclass(frozen=True, slots=True)
class Row:
    """What stands on a list of one task: its values, and in words by language.

    ``who`` is the name of a member who consents to be named, else empty.
    """

    task: str
    values: Mapping[str, Any]
    words: Mapping[str, Mapping[str, str]]
    who: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: its title, the titles of its fields, and its rows in the order of their opening."""

    title: Text
    fields: Mapping[str, Text]
    rows: tuple[Row, ...]


def listed(reader: Reader, plan: Plan, community: str, name: str) -> Listed:
    """Return a list of the profile; raises Misuse where there is none of this name.

    On it stands what was published of a task as it is now, as limits have left it: nothing
    personal, and nobody without consent.
    """
    profile, known = plan.profile, plan.profile.lists
    if name not in known:
        raise Misuse("list-none", name=name, known=", ".join(known) or "-", community=community)
    one = known[name]
    shown: dict[str, dict[str, None]] = defaultdict(dict)
    for task, seq, n in reader.all(_PUBLISHED, community, one.flow):
        shown[task] |= dict.fromkeys(_fields(reader, community, seq, n))
    tasks = sorted(_tasks(reader, community, one), key=lambda task: (task.opened_at, task.id))
    rows = [_row(reader, plan, one, task, shown[task.id]) for task in tasks if task.id in shown]
    fields = dict.fromkeys(field for row in rows for field in row.values)
    titles = {field: profile.fields[field].title for field in fields}
    return Listed(one.title, titles, tuple(rows))


def _fields(reader: Reader, community: str, seq: int, n: int) -> list[str]:
    detail = reader.decision(community, seq).interventions[n].detail
    return list(detail.get("fields", ()))


def _tasks(reader: Reader, community: str, one: Listing) -> Iterator[Task]:
    marks = ", ".join("?" for _ in one.states)
    sql = (
        f"SELECT {', '.join(task_columns())} FROM task WHERE community = ? AND flow = ?"
        f" AND ended_at IS NULL AND state IN ({marks})"
    )
    return (to_task(row) for row in reader.all(sql, community, one.flow, *one.states))


def _row(reader: Reader, plan: Plan, one: Listing, task: Task, shown: Mapping[str, None]) -> Row:
    profile = plan.profile
    values = {
        name: task.data[name]
        for name in shown
        if name in task.data
        and name in profile.fields
        and name not in plan.private
        and profile.fields[name].schema.get("format") != _MEMBER
    }
    said = Values(reader, profile, values)
    words = {lang: {name: said.say(name, lang) for name in values} for lang in ("en", "zh")}
    return Row(task.id, values, words, _name(reader, one, task))


def _name(reader: Reader, one: Listing, task: Task) -> str:
    people = {"opener": task.opener, "assignee": task.assignee}
    who = people.get(one.who or "") or task.data.get(one.who or "")
    member = reader.members({who}).get(who) if isinstance(who, str) else None
    named = member is not None and _NAMING in member.consents
    return (reader.name_of(str(who)) or str(who)) if named else ""
