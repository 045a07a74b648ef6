"""A journal relived in memory, and whether what it says is decided there once more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xiangyue import Engine
from xiangyue.canonical import chainable, dump
from xiangyue.journal import to_decision
from xiangyue.storage import Reader
from xiangyue.study.world import History, Snapshot
from xiangyue.values import Decision
from xiangyue.work.plans import Plans
from xiangyue.work.weighing import meet, weigh

TABLES = ("task", "timer", "datum", "hold", "ask", "share", "settings")
"""What some decision may ask of a database: in memory as it is in the store."""

_TIMERS = "SELECT community, task, name, due FROM timer WHERE community = ? AND name LIKE 'mode.%'"


def differences(engine: Engine, community: str) -> Iterator[str]:
    """Yield where a journal that is relived in memory leads elsewhere than it did.

    Each command is decided on the facts of memory, by the rules of its moment.
    """
    plans = Plans(engine._plans.limits, timed=False)
    with engine._store.read() as reader:
        history = History(reader, Snapshot.of(reader))
        relived = history.relive(community)
        world = relived.world
        for entry in history.entries(community):
            body = entry.body
            relived.registrar.reach(body)
            if body["kind"] == "command" and ("private" not in body or entry.payload is not None):
                said = to_decision(body, entry.apart)
                head = world.head(community)
                assert head is not None
                head = head.at(said.now)
                task = world.task(community, said.task) if said.before is not None else None
                met = meet(world, plans, head, said.command, task, own=True)
                task = world.reveal(task) if task is not None else None
                again, _ = weigh(world, plans, head, met, task, said.now)
                if outcome(again) != outcome(said):
                    yield f"{community}/{entry.seq}: {outcome(said)} became {outcome(again)}"
            relived.follower.follow(entry, body)
        world.flush()
        for table in TABLES:
            if rows(world, table, community) != rows(reader, table, community):
                yield f"{community}: {table}"
        world.close()


def outcome(decision: Decision) -> tuple[Any, ...]:
    """Return what a decision came to, but for the order in which values came."""
    return (
        decision.outcome,
        decision.before,
        decision.after,
        sorted((one.code, dump(chainable(one.values))) for one in decision.reasons),
        decision.points,
        [(one.kind, one.to, one.address, one.at) for one in decision.interventions],
        decision.rulings,
        decision.until,
        dict(decision.values),
        dict(decision.saw),
    )


def rows(reader: Reader, table: str, community: str) -> list[str]:
    """Return the rows of a table, in any order."""
    sql = _TIMERS if table == "timer" else f"SELECT * FROM {table} WHERE community = ?"
    return sorted(map(repr, map(tuple, reader.all(sql, community))))
