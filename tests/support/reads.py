"""How much a piece of work reads from SQLite: statements, and steps of its virtual machine.

A step reads or compares a value, so steps grow with every row that is looked at, found or not.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

_TICK = 50
"""After how many steps the machine tells that it is at work."""


@dataclass(slots=True)
class Reads:
    """What has been read since ``forget``."""

    statements: int = 0
    steps: int = 0

    def forget(self) -> None:
        """Begin at nothing."""
        self.statements = self.steps = 0


@contextmanager
def counting() -> Iterator[Reads]:
    """Count what every SQLite connection reads that is opened meanwhile."""
    reads = Reads()

    def began(statement: str) -> None:
        if not statement.startswith("--"):
            reads.statements += 1

    def stepped() -> int:
        reads.steps += _TICK
        return 0

    def opened(connection: Any, record: Any) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.set_trace_callback(began)
            connection.set_progress_handler(stepped, _TICK)

    sa.event.listen(sa.pool.Pool, "connect", opened)
    try:
        yield reads
    finally:
        sa.event.remove(sa.pool.Pool, "connect", opened)
