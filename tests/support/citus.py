"""The rules of Citus, a distributed PostgreSQL, for keys, applied to the catalog of a real one.

    broken(execute, distributed, reference)   what could not be distributed so, and why

The rules are those of its documentation («Creating and Modifying Distributed Tables») and of the
checks in its sources (``foreign_constraint.c``, ``create_distributed_table.c``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import MetaData

BY = "community"
"""The column that tables are distributed by."""

Rows = list[tuple[Any, ...]]

_COLUMN = f"""
SELECT c.relname, format_type(a.atttypid, a.atttypmod), a.attcollation, a.attnotnull,
       coalesce(l.collisdeterministic, true), a.attgenerated <> ''
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = '{BY}'
LEFT JOIN pg_collation l ON l.oid = a.attcollation
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
"""
_UNIQUE = """
SELECT t.relname, i.relname,
       array(SELECT coalesce(a.attname, '') FROM unnest(x.indkey) WITH ORDINALITY k(n, at)
             LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.n
             WHERE k.at <= x.indnkeyatts ORDER BY k.at)
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
WHERE t.relnamespace = 'public'::regnamespace AND (x.indisunique OR x.indisexclusion)
"""
_NAMES = """array(SELECT a.attname FROM unnest({key}) WITH ORDINALITY k(n, at)
             JOIN pg_attribute a ON a.attrelid = {table} AND a.attnum = k.n ORDER BY k.at)"""
_FOREIGN = f"""
SELECT t.relname, r.relname, {_NAMES.format(key="o.conkey", table="t.oid")},
       {_NAMES.format(key="o.confkey", table="r.oid")}, o.confdeltype, o.confupdtype
FROM pg_constraint o JOIN pg_class t ON t.oid = o.conrelid JOIN pg_class r ON r.oid = o.confrelid
WHERE o.contype = 'f' AND t.relnamespace = 'public'::regnamespace
"""
_TRIGGERS = """
SELECT t.relname, g.tgname FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid
WHERE NOT g.tgisinternal AND t.relnamespace = 'public'::regnamespace
"""
_NOTHING, _CASCADE = ("a", "r"), "c"


def broken(
    execute: Callable[[str], Rows], distributed: Sequence[str], reference: Sequence[str]
) -> set[str]:
    """Return a line for each rule that a table breaks; tables are distributed in this order."""
    return {
        *_of_columns(execute(_COLUMN), distributed),
        *of_unique(execute(_UNIQUE), distributed),
        *of_foreign(execute(_FOREIGN), distributed, reference),
        *(f"{t}: trigger {name}" for t, name in execute(_TRIGGERS) if t in distributed),
    }


def of_metadata(metadata: MetaData) -> tuple[Rows, Rows]:
    """Return the unique and the foreign keys of metadata as the catalog would say them."""
    unique: Rows = []
    foreign: Rows = []
    for table in metadata.tables.values():
        unique.append((table.name, "primary key", [c.name for c in table.primary_key]))
        unique += [
            (table.name, i.name, [c.name for c in i.columns]) for i in table.indexes if i.unique
        ]
        for key in table.foreign_key_constraints:
            names = [e.parent.name for e in key.elements], [e.column.name for e in key.elements]
            then = [(rule or "NO ACTION")[:1].lower() for rule in (key.ondelete, key.onupdate)]
            no_action = [{"n": "a"}.get(one, one) for one in then]
            foreign.append((table.name, key.referred_table.name, *names, *no_action))
    return unique, foreign


def _of_columns(rows: Rows, distributed: Sequence[str]) -> list[str]:
    """The column is there, never NULL or generated, and of one type and collation everywhere."""
    found = {row[0]: row[1:] for row in rows}
    first = found.get(distributed[0], ("", 0))[:2]
    said = []
    for table in distributed:
        if table not in found:
            said.append(f"{table}: no {BY}")
            continue
        kind, collation, not_null, deterministic, generated = found[table]
        if (kind, collation) != first:
            said.append(f"{table}: not colocated")
        if not not_null or not deterministic or generated:
            said.append(f"{table}: {BY} may not be distributed by")
    return said


def of_unique(rows: Rows, distributed: Sequence[str]) -> list[str]:
    """Unique keys hold the column; here they even lead with it."""
    return [
        f"{table}: unique {name} leads not with {BY}"
        for table, name, columns in rows
        if table in distributed and columns[0] != BY
    ]


def of_foreign(rows: Rows, distributed: Sequence[str], reference: Sequence[str]) -> list[str]:
    """Foreign keys stay in a shard, with the column at one place on both sides, or refer out."""
    said = []
    for table, referred, ours, theirs, deleted, updated in rows:
        key = f"{table}: to {referred}"
        if table in reference and referred not in reference:
            said.append(f"{key} from a reference table")
        elif table in distributed and referred not in {*distributed, *reference}:
            said.append(f"{key}, which is local")
        elif table in distributed and referred in distributed:
            if (BY, BY) not in zip(ours, theirs, strict=True):
                said.append(f"{key} without {BY} at the same place")
            if distributed.index(referred) > distributed.index(table):
                said.append(f"{key}, which is distributed later")
        if BY in ours and (deleted not in (*_NOTHING, _CASCADE) or updated not in _NOTHING):
            said.append(f"{key} would change {BY}")
    return said
