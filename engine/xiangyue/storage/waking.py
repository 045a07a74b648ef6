"""Waking workers: a job in the command's own transaction, where the database has a place for it.

A job that waits is enough for all that its community leaves to do. It is locked until the command
that found it has committed: taken sooner, it would be worked off without that command's rows.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from xiangyue.storage.pg_wire import Wire

JOBS_SCHEMA: Final = "xiangyue_jobs"
QUEUE: Final = "xiangyue"
TASK: Final = "drain"

WAKE: Final = "wake"
"""What is written of a community that leaves something to do: for certain, or for subscribers."""

WAKE_COLUMNS: Final = (("community", "TEXT"), ("certain", "BOOLEAN"))
_ALL_TOLD = "EXISTS (SELECT 1 FROM subscription WHERE communities = '[]')"
WAKE_TEMPLATE: Final = (
    f"INSERT INTO {JOBS_SCHEMA}.procrastinate_jobs (queue_name, task_name, queueing_lock, args)"
    f" SELECT '{QUEUE}', '{TASK}', '{TASK}:' || r.community,"
    " jsonb_build_object('community', r.community) FROM {rows} WHERE r.certain"
    f" OR EXISTS (SELECT 1 FROM subscriber s WHERE s.community = r.community) OR {_ALL_TOLD}"
    " ON CONFLICT (queueing_lock) WHERE status = 'todo'"
    " DO UPDATE SET priority = excluded.priority WHERE false"
)

_RUNG = '{"type": "job_inserted", "job_id": 0}'
BELL: Final = f"SELECT pg_notify('procrastinate_queue_v1#{QUEUE}', '{_RUNG}')"
"""Rung on the way of the COMMIT, but after it: all who notify within it commit one by one."""

FOUND: Final = (
    " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    f" WHERE n.nspname = '{JOBS_SCHEMA}' AND c.relname = 'procrastinate_jobs'"
)
_LOOK = (
    "SELECT has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')"
    " AND has_table_privilege(c.oid, 'INSERT') AND has_table_privilege(c.oid, 'UPDATE'),"
    f" EXISTS (SELECT 1 FROM subscription){FOUND}"
)
_SECONDS = 10.0
_GONE = ("42P01", "42501")  # undefined table, insufficient privilege


class Waking:
    """Whether commands leave jobs: looked up anew every ten seconds.

    ``told`` is whether they do so for nothing but an entry of the journal, as there are
    subscribers. What a look misses costs only time: workers find every row without a job too.
    """

    __slots__ = ("_looked", "on", "told")

    def __init__(self) -> None:
        """Know nothing yet."""
        self.on = self.told = False
        self._looked = float("-inf")

    def look(self, wire: Wire) -> None:
        """Look, if it was long ago, on a connection without a transaction."""
        now = time.monotonic()
        if now - self._looked > _SECONDS:
            self._looked = now
            rows = wire.rows(wire.run([(_LOOK, ())])[0])
            self.on, self.told = rows[0] if rows else (False, False)

    def gave_way(self, error: BaseException) -> bool:
        """Tell whether it was jobs that a transaction failed for; then they count as off."""
        if not (self.on and getattr(error, "sqlstate", None) in _GONE):
            return False
        self.on, self._looked = False, time.monotonic()
        return True
