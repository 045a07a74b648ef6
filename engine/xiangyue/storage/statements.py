"""Every statement of the command path, written once in Core and compiled once a dialect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Dialect,
    Select,
    Table,
    and_,
    bindparam,
    insert,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import dialect as postgresql_dialect
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.sql import ClauseElement

from xiangyue import tables
from xiangyue.storage.writes import HEAD_MOVED, HOLD_UNSET, TASK_MOVED, TIMER_UNSET, UPSERTS
from xiangyue.tables import REGISTRY, head, journal, task


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with its values marked ``?``; ``names`` is their order."""

    sql: str
    names: tuple[str, ...]


def task_columns() -> tuple[str, ...]:
    """Return the columns of a task in the order of ``Task``'s stored part."""
    return tuple(column.name for column in task.columns)


_STANDS = ("release", "state", "version", "since", "assignee")
_MOVES = (*_STANDS, "due", "state_due", "ended_at", "paused_at")
TASK_UPDATE = (*_MOVES, "clock_from", "last", "data", "private", "alarms")


HEAD_UPDATE = ("seq", "hash", "settings", "mode", "failing")


def _situation() -> Select[Any]:
    registry = head.alias("registry")
    prior = journal.alias("prior")
    return (
        select(
            head.c.seq,
            head.c.hash,
            head.c.settings,
            head.c.mode,
            head.c.failing,
            select(registry.c.seq)
            .where(registry.c.community == literal_column(f"'{REGISTRY}'"))
            .scalar_subquery()
            .label("registry"),
            prior.c.seq.label("prior"),
            *task.c,
        )
        .select_from(
            head.outerjoin(
                task, and_(task.c.community == head.c.community, task.c.id == bindparam("task"))
            ).outerjoin(
                prior,
                and_(prior.c.community == head.c.community, prior.c.key == bindparam("key")),
            )
        )
        .where(head.c.community == bindparam("community"))
    )


def _update_task() -> ClauseElement:
    return (
        update(task)
        .where(
            task.c.community == bindparam("at_community"),
            task.c.id == bindparam("at_id"),
            task.c.version == bindparam("at_version"),
        )
        .values({name: bindparam(name) for name in TASK_UPDATE})
    )


def _update_head() -> ClauseElement:
    return (
        update(head)
        .where(head.c.community == bindparam("at_community"))
        .values({n: bindparam(n) for n in HEAD_UPDATE})
    )


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements of one dialect."""

    situation: Statement
    inserts: Mapping[str, Statement]
    writes: Mapping[str, str]


def _compile(dialect: Dialect) -> Statements:
    moved = compile_statement(_update_task(), dialect)
    if moved.names != (*TASK_UPDATE, "at_community", "at_id", "at_version"):
        raise AssertionError(moved.names)
    inserts = {
        name: compile_statement(_insert(table), dialect)
        for name, table in tables.metadata.tables.items()
    }
    return Statements(
        situation=compile_statement(_situation(), dialect),
        inserts=inserts,
        writes={
            TASK_MOVED: moved.sql,
            HEAD_MOVED: compile_statement(_update_head(), dialect).sql,
            TIMER_UNSET: "DELETE FROM timer WHERE community = ? AND task = ? AND name = ?",
            HOLD_UNSET: "DELETE FROM hold WHERE community = ? AND task = ?",
            **{name: insert.sql for name, insert in inserts.items()},
            **{name: f"{inserts[table].sql} {then}" for name, (table, then) in UPSERTS.items()},
        },
    )


_compiled: dict[str, Statements] = {}


def statements(dialect: Dialect) -> Statements:
    """Return the statements of a dialect, compiled once however many stores are opened."""
    found = _compiled.get(dialect.name)
    if found is None:
        plain = postgresql_dialect if dialect.name == "postgresql" else sqlite_dialect
        found = _compiled[dialect.name] = _compile(plain(paramstyle="qmark"))
    return found


def inserted(table: Table) -> tuple[str, ...]:
    """Return the columns that a new row says; what workers move begins with the defaults."""
    moved = tables.OPERATIONAL.get(table.name, ())
    return tuple(
        c.name for c in table.columns if c.name not in moved or not (c.nullable or c.server_default)
    )


def _insert(table: Table) -> ClauseElement:
    return insert(table).values({name: bindparam(name) for name in inserted(table)})


def compile_statement(statement: ClauseElement, dialect: Dialect) -> Statement:
    """Compile a statement to the driver's text, with positional values."""
    compiled: Any = statement.compile(dialect=dialect)
    return Statement(str(compiled), tuple(compiled.positiontup))
