"""The asks of call-outs: how one stands, and what a decision writes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from xiangyue.storage.noting import Noting
from xiangyue.storage.reading import RegistryReading
from xiangyue.values import ANSWERS, Decision, Planned

AT_ONCE: Final = 400
_OF = "community = ? AND task = ?"
_COUNTS = (
    "SELECT count(DISTINCT member), max(rung),"
    " count(CASE WHEN state IN ('accepted', 'arrived') THEN 1 END)"
    f" FROM ask WHERE {_OF}"
)
_STANDS = f"SELECT state FROM ask WHERE {_OF} AND member = ? ORDER BY rung DESC LIMIT 1"
_ON = f"SELECT rung, offer FROM ask WHERE {_OF} AND member = ? ORDER BY rung DESC LIMIT 1"
_ELSEWHERE = (
    "SELECT a.community, a.task, k.flow, k.release FROM ask a"
    " JOIN task k ON k.community = a.community AND k.id = a.task"
    " WHERE a.community IN (SELECT community FROM head) AND a.member BETWEEN ? AND ?"
    " AND a.state IN ('accepted', 'arrived') AND k.ended_at IS NULL"
    " AND NOT (a.community = ? AND a.task = ?) ORDER BY a.community, a.task"
)
_AWAY = f"SELECT DISTINCT member FROM ask WHERE {_OF} AND (rung = ? OR answered_at IS NOT NULL)"
_WAITING = (
    f"SELECT member, offer FROM ask WHERE {_OF} AND rung = ? AND state = 'asked'"
    " AND asked_at <= ? ORDER BY member"
)
_WHEN = (
    "SELECT rung, min(CASE WHEN state <> 'lapsed' THEN asked_at END),"
    f" max(CASE WHEN state = 'asked' THEN asked_at END) FROM ask WHERE {_OF} GROUP BY rung"
)
_ROWS = (
    "SELECT rung, member, offer, tries, state, asked_at, answered_at"
    f" FROM ask WHERE {_OF} ORDER BY rung, member"
)
# Whoever is asked again on a later rung answers there.
_SUPERSEDE = (
    f"UPDATE ask SET state = 'lapsed' WHERE {_OF} AND rung < ? AND state = 'asked'"
    f" AND member IN (SELECT b.member FROM ask b"
    " WHERE b.community = ? AND b.task = ? AND b.rung = ?)"
)


class AskRow(NamedTuple):
    """One row of the table ``ask``; instants are microseconds."""

    rung: int
    member: str
    offer: str | None
    tries: int
    state: str
    asked_at: int
    answered_at: int | None


def asks_of_task(reader: RegistryReading, community: str, task: str) -> list[AskRow]:
    """Return everybody whom a task has asked, rung by rung."""
    return [AskRow(*row) for row in reader.all(_ROWS, community, task)]


def counted(reader: RegistryReading, community: str, task: str) -> tuple[int, int, int]:
    """Return how many members were asked, how many of them come, and the highest rung, or -1."""
    ((asked, last, accepted),) = reader.all(_COUNTS, community, task)
    return asked, accepted, -1 if last is None else last


def stands(
    reader: RegistryReading, community: str, task: str, members: Iterable[str]
) -> Mapping[str, str]:
    """Return how those of the members stand who were asked, by what they were asked last."""
    found = ((name, reader.all(_STANDS, community, task, name)) for name in members)
    return {name: rows[0][0] for name, rows in found if rows}


def stands_on(
    reader: RegistryReading, community: str, task: str, members: Iterable[str]
) -> Mapping[str, tuple[int, str | None]]:
    """Return on which rung each of the members was asked last, and for which resource."""
    found = ((name, reader.all(_ON, community, task, name)) for name in members)
    return {name: (rows[0][0], rows[0][1]) for name, rows in found if rows}


def accepted_elsewhere(
    reader: RegistryReading, community: str, task: str, member: str
) -> list[tuple[str, str, str, str]]:
    """Return the other open tasks that a member has accepted: where, which, flow and release."""
    return [(a, b, c, d) for a, b, c, d in reader.all(_ELSEWHERE, member, member, community, task)]


def coming(reader: RegistryReading, community: str, task: str) -> tuple[str, ...]:
    """Return who has said that they come, or is there."""
    sql = (
        f"SELECT DISTINCT member FROM ask WHERE {_OF} AND state IN ('accepted', 'arrived')"
        " ORDER BY member"
    )
    return tuple(name for (name,) in reader.all(sql, community, task))


def asked_when(
    reader: RegistryReading, community: str, task: str
) -> Sequence[tuple[int, int | None, int | None]]:
    """Return of each rung when the first is asked, and the last of those who have not answered."""
    return [(rung, first, last) for rung, first, last in reader.all(_WHEN, community, task)]


def away(reader: RegistryReading, community: str, task: str, rung: int) -> set[str]:
    """Return whom a rung does not ask: it has done so, or they have answered already."""
    return {name for (name,) in reader.all(_AWAY, community, task, rung)}


def unanswered(
    reader: RegistryReading, community: str, task: str, rung: int, now: int
) -> Mapping[str, str | None]:
    """Return whom a rung has asked who have not answered, each with the resource asked for."""
    return dict(reader.all(_WAITING, community, task, rung, now))


def still_asked(reader: RegistryReading, community: str, task: str, rung: int) -> Mapping[str, int]:
    """Return whom a rung has asked who have not answered, each with the moment of that."""
    sql = f"SELECT member, asked_at FROM ask WHERE {_OF} AND rung = ? AND state = 'asked'"
    return dict(reader.all(sql, community, task, rung))


def note_asks(tx: Noting, decision: Decision) -> None:
    """Write whom a decision asks, and what was answered; in the order in which it says so."""
    for does in decision.interventions:
        if does.kind == "ask":
            _ask(tx, decision, does)
        elif does.kind == "answer":
            _answer(tx, decision, does)


def _ask(tx: Noting, decision: Decision, does: Planned) -> None:
    community, task, rung = decision.command.community, decision.task, does.detail["rung"]
    at = decision.now if does.at is None else does.at
    offers, tries = does.detail.get("offers", {}), does.detail["try"] + 1
    tx.put_asks(
        [
            (community, task, rung, member, offers.get(member), tries, "asked", at, None)
            for member in does.detail["to"]
        ]
    )
    if rung:
        tx.execute(_SUPERSEDE, community, task, rung, community, task, rung)


def _answer(tx: Noting, decision: Decision, does: Planned) -> None:
    state, who = does.detail["state"], does.detail.get("who")
    before = ", ".join(f"'{one}'" for one in ANSWERS[state])
    at = None if state in ("lapsed", "freed") else decision.occurred_at
    sql = (
        "UPDATE ask SET state = ?, answered_at = COALESCE(?, answered_at)"
        f" WHERE {_OF} AND state IN ({before})"
    )
    if state == "arrived":
        sql = sql.replace("COALESCE(?, answered_at)", "COALESCE(answered_at, ?)")
    key = (decision.command.community, decision.task)
    tx.settled()
    if who is None:
        tx.execute(sql, state, at, *key)
    for some in chunks(who or ()):
        marks = ", ".join("?" * len(some))
        tx.execute(f"{sql} AND member IN ({marks})", state, at, *key, *some)


def keep_back(
    tx: Noting, community: str, task: str, rung: int, members: Sequence[str], until: int | None
) -> None:
    """Note that those of a rung are asked later, or not at all where ``until`` is None."""
    where = f"WHERE {_OF} AND rung = ? AND member = ?"
    sql = f"UPDATE ask SET asked_at = ? {where}"
    if until is None:
        sql = f"UPDATE ask SET state = 'lapsed' {where} AND state = 'asked'"
    values = () if until is None else (until,)
    tx.executemany(sql, [(*values, community, task, rung, member) for member in members])


def chunks(names: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Yield names in parts that one statement takes."""
    for start in range(0, len(names), AT_ONCE):
        yield names[start : start + AT_ONCE]
