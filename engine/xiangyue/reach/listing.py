"""What stands on a list that hangs out: what was published of each open task, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xiangyue.errors import Misuse
from xiangyue.flow import Plan
from xiangyue.journal import to_decision
from xiangyue.profile import Listing
from xiangyue.reach.phrasing import Values
from xiangyue.storage import Reader
from xiangyue.storage.cursor import chunks
from xiangyue.storage.listing import tasks_in
from xiangyue.text import Text
from xiangyue.values import Task
from xiangyue.work.peopling import find_names

_NAMING = "naming"
_MEMBER = "member"
# A range that holds one task, for SQLite's sake: it goes by the index then.
_PUBLISHED = (
    "WITH w(id) AS (VALUES {marks}) SELECT o.task, o.seq, o.n FROM w CROSS JOIN outbox o"
    " WHERE o.community = ? AND o.task BETWEEN w.id AND w.id AND o.kind = 'publish'"
    " AND o.kind IN ('ask', 'publish') AND coalesce(o.error, '') <> 'withheld'"
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
    found = tasks_in(reader, community, one.flow, one.states)
    shown = _shown(reader, community, [task.id for task in found])
    tasks = sorted(found, key=lambda task: (task.opened_at, task.id))
    tasks = [task for task in tasks if task.id in shown]
    names = _names(reader, one, tasks)
    rows = [_row(reader, plan, task, shown[task.id], names.get(task.id, "")) for task in tasks]
    fields = dict.fromkeys(field for row in rows for field in row.values)
    titles = {field: profile.fields[field].title for field in fields}
    return Listed(one.title, titles, tuple(rows))


def _shown(
    reader: Reader, community: str, tasks: Sequence[str]
) -> Mapping[str, Mapping[str, None]]:
    """Return which fields were published of each of the tasks, in the order in which they were."""
    published = []
    for some in chunks(tasks):
        sql = _PUBLISHED.format(marks=", ".join("(?)" for _ in some))
        published += reader.all(sql, *some, community)
    entries = reader.entries(community, [seq for _, seq, _ in published])
    shown: dict[str, dict[str, None]] = defaultdict(dict)
    for task, seq, n in sorted(published, key=lambda row: (row[1], row[2])):
        body, apart, _ = entries[seq]
        fields = to_decision(body, apart).interventions[n].detail.get("fields", ())
        shown[task] |= dict.fromkeys(fields)
    return shown


def _row(reader: Reader, plan: Plan, task: Task, shown: Mapping[str, None], who: str) -> Row:
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
    return Row(task.id, values, words, who)


def _names(reader: Reader, one: Listing, tasks: Sequence[Task]) -> Mapping[str, str]:
    """Return who stands on the list for each task, where they consent to be named."""
    people = {task.id: _who(one, task) for task in tasks}
    wanted = [who for who in people.values() if isinstance(who, str)]
    known, names = reader.crowd(wanted), find_names(reader, wanted)
    agreed = {who for who, member in known.items() if _NAMING in member.consents}
    return {
        task: names.get(who, who)
        for task, who in people.items()
        if isinstance(who, str) and who in agreed
    }


def _who(one: Listing, task: Task) -> Any:
    people = {"opener": task.opener, "assignee": task.assignee}
    return people.get(one.who or "") or task.data.get(one.who or "")
