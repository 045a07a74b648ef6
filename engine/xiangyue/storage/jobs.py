"""Jobs that say "drain": Procrastinate's tables, in a schema of their own beside the store's.

Rows are the truth, and a job only says that there are some: it may be lost, or be there twice.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import Any, Final, Literal

import sqlalchemy as sa

from xiangyue.errors import Misuse, StoreError
from xiangyue.storage.refusals import translating
from xiangyue.storage.schema import check_schema, rebuilding
from xiangyue.storage.store import open_engine
from xiangyue.storage.waking import FOUND, JOBS_SCHEMA, QUEUE, TASK

__all__ = ["JOBS_SCHEMA", "QUEUE", "TASK", "check_jobs", "jobs_state", "switch_jobs"]

State = Literal["off", "on", "old"]

_WAIT: Final = "30s"
_THERE = f"SELECT count(*){FOUND}"
_SAID = (
    f"SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = '{JOBS_SCHEMA}'"
)
_FUNCTIONS = (
    "SELECT format('ALTER FUNCTION %s SET search_path = {schema}, pg_temp', oid::regprocedure)"
    " FROM pg_proc WHERE pronamespace = '{schema}'::regnamespace"
).replace("{schema}", JOBS_SCHEMA)
_LESS = "".join(
    f"DROP TRIGGER IF EXISTS procrastinate_{name}_v1 ON procrastinate_jobs;"
    for name in (
        # Commands ring the bell themselves, and other applications' workers are not to hear it.
        "jobs_notify_queue_job_inserted",
        # The history of a job that is done goes with it.
        "trigger_status_events_insert",
        "trigger_status_events_update",
    )
)


def _schema() -> str:
    """Return what makes the tables; raises Misuse where Procrastinate is not installed."""
    try:
        from procrastinate.schema import SchemaManager
    except ImportError as error:
        raise Misuse("jobs-not-installed") from error
    return SchemaManager.get_schema() + _LESS


def _mark(schema: str) -> str:
    return hashlib.sha256(schema.encode()).hexdigest()[:16]


def jobs_state(connection: sa.Connection) -> State:
    """Tell whether jobs are on; "old" where another Procrastinate than this has made the tables."""
    if connection.dialect.name == "sqlite" or not connection.exec_driver_sql(_THERE).scalar():
        return "off"
    with suppress(Misuse):
        if connection.exec_driver_sql(_SAID).scalar() != _mark(_schema()):
            return "old"
    return "on"


def check_jobs(connection: sa.Connection) -> None:
    """Raise StoreError where jobs are not on, Misuse where Procrastinate is not installed."""
    if connection.dialect.name == "sqlite":
        raise StoreError("jobs-sqlite")
    _schema()
    state = jobs_state(connection)
    if state != "on":
        raise StoreError(f"jobs-{state}")


def switch_jobs(target: str | sa.Engine, on: bool) -> bool:
    """Make the tables of jobs, or drop them; returns whether anything had to be done.

    What another version of Procrastinate has made is made anew: no job is worth keeping. Raises
    Misuse where Procrastinate is not installed, StoreError on SQLite.
    """
    engine = open_engine(target) if isinstance(target, str) else target
    try:
        if engine.dialect.name == "sqlite":
            raise StoreError("jobs-sqlite")
        with translating():
            check_schema(engine)
        with translating(), rebuilding(engine) as connection:
            found = jobs_state(connection)
            if found == ("on" if on else "off"):
                return False
            driver: Any = connection.connection.driver_connection
            driver.execute(f"SET LOCAL lock_timeout = '{_WAIT}'")
            if found != "off":
                # Commands lock the jobs first, too: nobody waits for each other.
                driver.execute(f"LOCK TABLE {JOBS_SCHEMA}.procrastinate_jobs")
            driver.execute(f"DROP SCHEMA IF EXISTS {JOBS_SCHEMA} CASCADE")
            if on:
                _make(driver, _schema())
            return True
    finally:
        if engine is not target:
            engine.dispose()


def _make(driver: Any, schema: str) -> None:
    driver.execute(f"CREATE SCHEMA {JOBS_SCHEMA}")
    driver.execute(f"SET LOCAL search_path = {JOBS_SCHEMA}")
    driver.execute(schema)
    # Commands come with a search path of their own.
    for (alter,) in driver.execute(_FUNCTIONS).fetchall():
        driver.execute(alter)
    driver.execute(f"COMMENT ON SCHEMA {JOBS_SCHEMA} IS '{_mark(schema)}'")
