"""A program that migrates, killed before one statement after the other, and then to the end.

Each death is a fork's, so that the imports are spared; what it has left is verified.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import UTC, datetime
from itertools import count
from typing import Any

from xiangyue import Engine
from xiangyue.work import migrating

NOW = datetime(2026, 3, 3, 1, tzinfo=UTC)
PAGE = 5


def migrate(url: str, statement: int) -> None:
    """Migrate until this statement of the writing connection; 0 is to the end."""
    left = count(statement, -1)

    def before_statement(_: str) -> None:
        if next(left) == 1:
            os.kill(os.getpid(), signal.SIGKILL)

    migrating.PAGE = PAGE
    with Engine(url) as engine:
        keeper: Any = engine._store.keeper
        keeper.writer.set_trace_callback(before_statement)
        done = engine.migrate("wu", by="li", reason="because", now=NOW)
        assert done.left == []


def main(url: str, release: str, deaths: str) -> None:
    """Die so often, tell what was there then, and live to the end."""
    for statement in [*map(int, deaths.split(",")), 0]:
        child = os.fork()
        if child == 0:
            migrate(url, statement)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        with Engine(url) as engine:
            moved = sum(task.release == release for task in engine.tasks("wu", limit=1000).tasks)
            killed = os.WIFSIGNALED(status)
            print(int(killed), moved, int(engine.verify().ok), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
