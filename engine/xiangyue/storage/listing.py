"""Reading the first of many ordered lists as one: a page costs its own length, not the tables'."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Literal

from xiangyue.storage.answering import to_task
from xiangyue.storage.cursor import Query
from xiangyue.storage.reader import Reader
from xiangyue.storage.reading import RegistryReading
from xiangyue.storage.statements import task_columns
from xiangyue.tables import NEXT_DUE
from xiangyue.values import Task

Key = tuple[int, str, str]
"""When an open task's next deadline is, its community and its id: the order of work lists."""

START: Key = (-1, "", "")
"""Before every key."""

_AT_ONCE = 100
_FLOWS = """
WITH RECURSIVE
  f(flow) AS (
    SELECT (SELECT min(flow) {of})
    UNION ALL
    SELECT (SELECT min(flow) {of} AND flow > f.flow) FROM f WHERE f.flow IS NOT NULL
  )"""
_PLACES = f"""{_FLOWS},
  s(flow, state) AS (
    SELECT flow, (SELECT min(state) {{of}} AND task.flow = f.flow) FROM f WHERE flow IS NOT NULL
    UNION ALL
    SELECT flow, (SELECT min(state) {{of}} AND task.flow = s.flow AND state > s.state)
    FROM s WHERE s.state IS NOT NULL
  ),
  u(flow, state, unit) AS (
    SELECT flow, state, (SELECT min(unit) {{of}} AND task.flow = s.flow AND task.state = s.state)
    FROM s WHERE state IS NOT NULL
    UNION ALL
    SELECT flow, state, (
      SELECT min(unit) {{of}} AND task.flow = u.flow AND task.state = u.state AND unit > u.unit
    ) FROM u WHERE u.unit IS NOT NULL
  )
SELECT flow, state, unit FROM u WHERE unit IS NOT NULL
"""
_OF = "FROM task WHERE community = ? AND ended_at IS NULL"
_MARKS = 6
"""How often the statement names the community."""


# SQLite knows nothing of how values spread, and would read all of a community for "= ?".
_BUSY = (
    "SELECT h.community FROM head h WHERE h.settings > 0 AND EXISTS (SELECT 1 FROM task t"
    " WHERE t.community = h.community AND t.{who} BETWEEN ? AND ? AND t.ended_at IS NULL)"
    " ORDER BY h.community"
)
_OPEN = f"SELECT {', '.join(task_columns())} FROM task WHERE community = ? AND ended_at IS NULL"


def first(reader: RegistryReading, selects: Iterable[Query], limit: int) -> list[Any]:
    """Return the first rows of many statements as one list in order, each row once.

    Each statement must yield its rows in that order, the order of their columns.
    """
    found: set[Any] = set()
    rest = iter(selects)
    while some := list(islice(rest, _AT_ONCE)):
        parts = (f"SELECT * FROM ({sql} LIMIT {limit}) AS p{n}" for n, (sql, _) in enumerate(some))
        values = [value for _, given in some for value in given]
        found.update(map(tuple, reader.all(" UNION ALL ".join(parts), *values)))
    return sorted(found)[:limit]


def places(reader: RegistryReading, community: str) -> list[tuple[str, str, str]]:
    """Return in which flows, states and units a community has open tasks.

    It costs as much as there are such places, however many tasks stand at each.
    """
    rows = reader.all(_PLACES.format(of=_OF), *[community] * _MARKS)
    return [(flow, state, unit) for flow, state, unit in rows]


def open_flows(reader: RegistryReading, community: str) -> list[str]:
    """Return in which flows a community has open tasks; it costs as much as there are flows."""
    sql = f"{_FLOWS.format(of=_OF)} SELECT flow FROM f WHERE flow IS NOT NULL"
    return [flow for (flow,) in reader.all(sql, community, community)]


def standing_at(community: str, place: Sequence[str], after: Key) -> Query:
    """Return what reads the keys of the open tasks at a place: flow, state and unit."""
    return _keys("flow = ? AND state = ? AND unit = ?", community, place, after)


def in_hands_of(community: str, assignee: str, after: Key) -> Query:
    """Return what reads the keys of the open tasks that are assigned to somebody."""
    return _keys("assignee = ?", community, (assignee,), after)


def opened_by(community: str, opener: str, flow: str, state: str, after: Key) -> Query:
    """Return what reads the keys of the open tasks that somebody has opened."""
    return _keys("opener = ? AND flow = ? AND state = ?", community, (opener, flow, state), after)


def _keys(which: str, community: str, values: Sequence[str], after: Key) -> Query:
    due, at_community, name = after
    # A community's tasks with the same deadline go on after the one seen last.
    later, more = f"{NEXT_DUE} > ?", tuple[Any, ...]((due,))
    if community == at_community:
        later, more = f"{NEXT_DUE} >= ? AND ({NEXT_DUE} > ? OR id > ?)", (due, due, name)
    elif community > at_community:
        later = f"{NEXT_DUE} >= ?"
    sql = (
        f"SELECT {NEXT_DUE} AS next, community, id FROM task WHERE community = ? AND {which}"
        f" AND ended_at IS NULL AND {later} ORDER BY {NEXT_DUE}, id"
    )
    return sql, (community, *values, *more)


def busy_communities(
    reader: RegistryReading, who: Literal["assignee", "opener"], member: str
) -> list[str]:
    """Return the communities where somebody has opened, or is assigned, tasks that are open."""
    return [name for (name,) in reader.all(_BUSY.format(who=who), member, member)]


def tasks_at(reader: Reader, keys: Iterable[tuple[str, str]]) -> Iterator[Task]:
    """Yield the tasks at these communities and ids, in no order."""
    by_community: dict[str, list[str]] = {}
    for community, name in keys:
        by_community.setdefault(community, []).append(name)
    for community, names in by_community.items():
        yield from reader.tasks(community, names).values()


def tasks_in(
    reader: RegistryReading, community: str, flow: str, states: Sequence[str]
) -> list[Task]:
    """Return the open tasks of a flow that stand in one of these states, by their ids."""
    sql = (
        f"{_OPEN} AND flow = ? AND id > '' AND state IN ({', '.join('?' * len(states))})"
        " ORDER BY id"
    )
    return [to_task(row) for row in reader.all(sql, community, flow, *states)]
