"""A program that works until it is killed, and tells what it has been promised.

A line on stdin, ``unit statement``, makes it fork; the fork opens the store and works on from
that unit, and kills itself before that statement of its writing connection (0: it waits to be
killed). ``unit key outcome seq`` on stdout is a command that was acknowledged. The next line on
stdin waits for the fork's end, which ``dead`` tells. Forking spares each life the imports, so
that many deaths fit into a test.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from pathlib import Path
from typing import Any, NamedTuple

from xiangyue import Command, Engine
from xiangyue.errors import Conflict, Misuse, XiangyueError

DITCH = Path(__file__).parent / "profiles" / "ditch"
START = datetime(2026, 9, 28, 1, tzinfo=UTC)
GROUP = 10


class Unit(NamedTuple):
    """What is asked of the engine in one call: one command, or a group of them."""

    commands: list[Command]
    now: datetime


def units(most: int) -> Iterator[Unit]:
    """Yield the same work each time: tasks opened, moved and scored, some of it in vain."""
    stream = _commands(random.Random(7))
    for n in range(most):
        size = GROUP if n % 9 == 8 else 1
        yield Unit(list(islice(stream, size)), START + timedelta(hours=n))


def _commands(dice: random.Random) -> Iterator[Command]:
    for n in count():
        task, step = f"t{n // 5}", n % 5
        actor, key = dice.choice(("li", "wang")), f"k{n:06}"
        if step == 0:
            said = {"phone": f"138{n}", "size": float(dice.randrange(40))}
            yield Command("c", "open", actor, task, "ditch", said, title=f"T {n}", key=key)
        else:
            action = ("rate", "call_back", "finish", "wait")[step - 1]
            data = {"who": "wang"} if action == "rate" else {}
            yield Command("c", action, actor, task, data=data, note="so", key=key)


def settle(engine: Engine) -> None:
    """Install and register whatever an earlier life has not."""
    if "c" not in engine.communities():
        engine.install(DITCH, "c", now=START)
    for member, role in (("li", "secretary"), ("wang", "cadre")):
        try:
            engine.register(member, roles={role: "c"}, name=member.title(), now=START)
        except Conflict:
            continue
    scheme = Command("c", "open", "li", "scheme", "scheme", key="scheme")
    for command in (scheme, Command("c", "adopt", "li", "scheme", key="adopt")):
        engine.do(command, now=START)


def work(engine: Engine, first: int, most: int) -> Iterator[str]:
    """Do the units from ``first`` on; yield what is acknowledged."""
    settle(engine)
    for n, (commands, now) in enumerate(islice(units(most), first, None), first):
        if len(commands) == 1:
            try:
                results: list[object] = [engine.do(commands[0], now=now)]
            except Misuse as error:
                results = [error]
        else:
            results = list(engine.act_many(commands, now=now))
        for command, result in zip(commands, results, strict=True):
            if isinstance(result, XiangyueError):
                yield f"{n} {command.key} {result.code} 0"
            else:
                yield f"{n} {command.key} {result.outcome} {result.seq}"  # type: ignore[attr-defined]
        engine.tick(now)


def _trace_postgresql(before: Callable[[str], None]) -> None:
    """Call this before each way to the server, and after it, where the commit is not yet known."""
    from xiangyue.storage.pg_cursor import PgCursor

    run = PgCursor._run

    def traced(self: PgCursor, *queries: Any) -> Any:
        before("")
        found = run(self, *queries)
        before("")
        return found

    PgCursor._run = traced  # type: ignore[assignment, method-assign]


def live(url: str, most: int, first: int, statement: int) -> None:
    """Work from a unit on, until the end or the statement."""
    left = count(statement, -1)

    def before_statement(_: str) -> None:
        if next(left) == 1:
            os.kill(os.getpid(), signal.SIGKILL)

    with Engine(url) as engine:
        keeper: Any = engine._store.keeper
        if url.startswith("sqlite"):
            keeper.writer.set_trace_callback(before_statement)
        else:
            _trace_postgresql(before_statement)
        for said in work(engine, first, most):
            os.write(1, f"{said}\n".encode())


def main(url: str, most: int) -> None:
    """Live as often as asked."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                live(url, most, *map(int, line.split()))
            except BaseException:
                traceback.print_exc()
            finally:
                os.write(1, b"done\n")
                os._exit(0)
        os.write(1, f"{child}\n".encode())
        sys.stdin.readline()
        os.waitpid(child, 0)
        os.write(1, b"dead\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
