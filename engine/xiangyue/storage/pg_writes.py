"""One statement that writes all a transaction has to write, however many rows of which tables.

Each part is a data-changing common table expression over its rows: a few stand in the statement
as they are, many come as one JSON document, so that no statement grows with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import dialect

from xiangyue import tables
from xiangyue.storage.statements import HEAD_UPDATE, TASK_UPDATE, inserted
from xiangyue.storage.waking import WAKE, WAKE_COLUMNS, WAKE_TEMPLATE
from xiangyue.storage.writes import HEAD_MOVED, HOLD_UNSET, TASK_MOVED, TIMER_UNSET, UPSERTS

_FEW = 3
_TABLES = tables.metadata.tables
_DIALECT: Any = dialect()  # type: ignore[no-untyped-call]

Shape = tuple[tuple[str, int], ...]
"""What is written, each with the number of its rows; 0 where they come as a document."""


def shape_of(writes: Sequence[tuple[str, Sequence[Any]]]) -> Shape:
    """Return the shape of what is to be written."""
    return tuple((name, len(rows) if len(rows) <= _FEW else 0) for name, rows in writes)


def values_of(writes: Sequence[tuple[str, Sequence[Sequence[Any]]]]) -> list[Any]:
    """Return the values of the statement for these rows.

    Numbers travel as text: their types are said in the statement, and a prepared one is then
    the same for small numbers and big.
    """
    values: list[Any] = []
    for name, rows in writes:
        if len(rows) <= _FEW:
            values += [str(v) if type(v) is int else v for row in rows for v in row]
        else:
            names = [column for column, _ in _COLUMNS[name]]
            document = [dict(zip(names, row, strict=True)) for row in rows]
            values.append(orjson.dumps(document, default=_bytes).decode())
    return values + [str(len(rows)) for name, rows in writes if name == TASK_MOVED]


def _bytes(value: bytes) -> str:
    return f"\\x{value.hex()}"


@lru_cache(maxsize=512)
def statement(shape: Shape) -> str:
    """Return the statement of a shape; it fails where not every task has moved.

    Then it divides by nothing, so that a COMMIT on the same way comes to nothing too.
    """
    parts = []
    for n, (name, count) in enumerate(shape):
        parts.append(f"w{n} AS ({_TEMPLATES[name].format(rows=_rows(name, count))})")
    moved = [n for n, (name, _) in enumerate(shape) if name == TASK_MOVED]
    told = f"1 / ((SELECT count(*) FROM w{moved[0]}) = ?::bigint)::int" if moved else "1"
    return f"WITH {', '.join(parts)} SELECT {told}"


def _rows(name: str, count: int) -> str:
    columns = _COLUMNS[name]
    if not count:
        typed = ", ".join(f'"{column}" {kind}' for column, kind in columns)
        return f"json_to_recordset(?::json) AS r({typed})"
    first = ", ".join(f"?::{kind}" for _, kind in columns)
    further = ", ".join("?" for _ in columns)
    rows = ", ".join([f"({first})", *[f"({further})"] * (count - 1)])
    names = ", ".join(f'"{column}"' for column, _ in columns)
    return f"(VALUES {rows}) AS r({names})"


def _typed(table: sa.Table, names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    # The collation is the column's own affair.
    kinds = {c.name: str(c.type.compile(_DIALECT)).partition(" COLLATE")[0] for c in table.columns}
    return tuple((str(name), kinds[name]) for name in names)


def _insert(table: sa.Table, then: str = "") -> str:
    names = ", ".join(f'"{name}"' for name in inserted(table))
    return f'INSERT INTO "{table.name}" ({names}) SELECT {names} FROM {{rows}} {then}'.rstrip()


def _set(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}" = r."{name}"' for name in names)


_AT_TASK = (("at_community", "TEXT"), ("at_id", "TEXT"), ("at_version", "INTEGER"))
_AT_TIMER = ("community", "task", "name")

_COLUMNS: dict[str, tuple[tuple[str, str], ...]] = {
    **{name: _typed(table, inserted(table)) for name, table in _TABLES.items()},
    **{name: _typed(_TABLES[t], inserted(_TABLES[t])) for name, (t, _) in UPSERTS.items()},
    TASK_MOVED: (*_typed(tables.task, TASK_UPDATE), *_AT_TASK),
    HEAD_MOVED: (*_typed(tables.head, HEAD_UPDATE), ("at_community", "TEXT")),
    TIMER_UNSET: _typed(tables.timer, _AT_TIMER),
    HOLD_UNSET: _typed(tables.hold, ("community", "task")),
    WAKE: WAKE_COLUMNS,
}
_TEMPLATES = {
    **{name: _insert(table) for name, table in _TABLES.items()},
    **{name: _insert(_TABLES[table], then) for name, (table, then) in UPSERTS.items()},
    TASK_MOVED: f"UPDATE task SET {_set(TASK_UPDATE)} FROM {{rows}}"
    " WHERE task.community = r.at_community AND task.id = r.at_id"
    " AND task.version = r.at_version RETURNING 1",
    HEAD_MOVED: f"UPDATE head SET {_set(HEAD_UPDATE)} FROM {{rows}}"
    " WHERE head.community = r.at_community",
    TIMER_UNSET: "DELETE FROM timer USING {rows}"
    " WHERE timer.community = r.community AND timer.task = r.task AND timer.name = r.name",
    HOLD_UNSET: "DELETE FROM hold USING {rows}"
    " WHERE hold.community = r.community AND hold.task = r.task",
    WAKE: WAKE_TEMPLATE,
}
