"""A store that has grown: the demo's tasks many times over, each copy with a journal of its own.

What is copied is read as the engine wrote it. Its journals no longer verify: no copy is chained.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

_NUMBERED: Final = ("datum", "errand", "ledger", "outbox", "payload", "touch", "waiting")
_OF_TASKS: Final = ("ask", "hold", "share", "timer")
_COPIED: Final = ("journal", "task", *_NUMBERED, *_OF_TASKS)


def multiply(
    file: Path,
    times: int,
    *,
    without: tuple[str, ...] = (),
    ended: bool = False,
    mark: str | None = None,
) -> tuple[int, int]:
    """Copy each community's tasks so many times, but those of flows that are left out.

    With ``ended``, only those that are over; ``mark`` sets the copies' ids apart. Returns how many
    tasks and entries there are then.
    """
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for pragma in ("synchronous = OFF", "journal_mode = MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        _choose(connection, without, ended)
        connection.execute(
            "CREATE TEMP TABLE nth AS WITH RECURSIVE s(copy) AS"
            " (SELECT 1 UNION ALL SELECT copy + 1 FROM s WHERE copy < ?) SELECT copy FROM s",
            (times,),
        )
        for table in _COPIED:
            _copy(connection, table, mark or ("-old" if ended else "-"))
        connection.execute(
            "UPDATE head SET seq = (SELECT max(seq) FROM journal WHERE community = head.community)"
            " WHERE community IN (SELECT DISTINCT community FROM chosen)"
        )
        for last in ("COMMIT", "PRAGMA journal_mode = WAL"):
            connection.execute(last)
        count = "SELECT (SELECT count(*) FROM task), (SELECT count(*) FROM journal)"
        tasks, entries = connection.execute(count).fetchone()
    return tasks, entries


def _choose(connection: sqlite3.Connection, without: tuple[str, ...], ended: bool) -> None:
    """Choose the entries to be copied, numbered anew from one within each community."""
    marks = ", ".join("?" * len(without))
    connection.execute(
        "CREATE TEMP TABLE chosen AS SELECT j.community, j.seq, j.task,"
        " row_number() OVER (PARTITION BY j.community ORDER BY j.seq) AS rank,"
        " count(*) OVER (PARTITION BY j.community) AS many, h.seq AS last"
        " FROM journal j JOIN task t ON t.community = j.community AND t.id = j.task"
        f" JOIN head h ON h.community = j.community WHERE t.flow NOT IN ({marks})"
        f" AND (t.ended_at IS NOT NULL OR NOT {ended:d})",
        without,
    )
    connection.execute("CREATE INDEX temp.ix_chosen ON chosen (community, seq)")
    connection.execute("CREATE INDEX temp.ix_chosen_task ON chosen (community, task)")


def _copy(connection: sqlite3.Connection, table: str, mark: str) -> None:
    """Copy a table's rows of what was chosen; ids get the copy's number, and entries their own."""
    new = "c.last + (nth.copy - 1) * c.many + c.rank"
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    again = f" || '{mark}' || nth.copy"
    given = {"id": f"x.id{again}", "task": f"x.task{again}", "key": "NULL", "seq": new}
    if table == "journal":
        given["body"] = (
            f"json_set(x.body, '$.seq', {new}, '$.task', x.task{again}, '$.follows',"
            " (SELECT p.last + (nth.copy - 1) * p.many + p.rank FROM chosen p WHERE p.community ="
            " x.community AND p.seq = json_extract(x.body, '$.follows')))"
        )
    if table == "task":
        given["last"] = new
    if table == "ledger":
        given["corrects"] = (
            "coalesce((SELECT (p.last + (nth.copy - 1) * p.many + p.rank)"
            " || substr(x.corrects, instr(x.corrects, '.')) FROM chosen p WHERE p.community ="
            " x.community AND p.seq = CAST(x.corrects AS INTEGER)), x.corrects)"
        )
    if table == "share":
        given["child_task"] = f"x.child_task{again}"
    values = ", ".join(given.get(name, f'x."{name}"') for name in names)
    if table == "task":
        join = "c.community = x.community AND c.seq = x.last"
    elif table in _OF_TASKS:
        join = "c.community = x.community AND c.task = x.task AND c.rank = (SELECT min(d.rank)"
        join += " FROM chosen d WHERE d.community = x.community AND d.task = x.task)"
    else:
        join = "c.community = x.community AND c.seq = x.seq"
    connection.execute(
        f"INSERT INTO {table} SELECT {values} FROM {table} x JOIN chosen c ON {join}, nth"
    )
