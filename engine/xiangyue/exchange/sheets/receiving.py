"""Rows that open tasks, each by its number: all are tried out before the first is received."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from xiangyue.engine import Engine
from xiangyue.errors import BadInput, Conflict, Place, XiangyueError
from xiangyue.exchange.sheets import cells
from xiangyue.exchange.sheets.rows import Value
from xiangyue.exchange.sheets.table import Record, Table
from xiangyue.profile import Finding
from xiangyue.spelling import shown
from xiangyue.time.moments import micros
from xiangyue.values import Command, Decision

TOO_OLD = "backdated-too-far"
MOST_NUMBER = 128  # characters


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one order: its task, and whether that was there before.

    ``backlog`` means that it counts from when it was entered, its own time being in its note, and
    ``place`` is where the sheet has it.
    """

    number: str
    category: str
    outcome: str
    task: str
    known: bool
    backlog: bool = False
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class OrderReport:
    """What a sheet of orders led to; with ``findings`` nothing was written.

    ``refused`` are findings about rows that were left out while the others were received: what
    was received before with other content, and what would have been possible by itself, but not
    after the rows before it, which may be received when there is room again.
    """

    rows: int
    examples: int
    findings: tuple[Finding, ...]
    orders: tuple[Received, ...] = ()
    refused: tuple[Finding, ...] = ()
    written: bool = False
    warnings: tuple[Finding, ...] = ()

    def count(self, outcome: str, *, known: bool = False) -> int:
        """Return how many orders came out so, now or before."""
        return sum((o.outcome, o.known) == (outcome, known) for o in self.orders)


@dataclass(frozen=True, slots=True)
class Desk:
    """How a row becomes a command, how that is tried out, and which errors are said otherwise.

    A row's number is its command's key, without the ``prefix``.
    """

    engine: Engine
    read: Callable[[Record], Command | None]
    try_out: Callable[[Command, datetime], tuple[Command, Decision]]
    errors: Mapping[str, str] = field(default_factory=dict)
    prefix: str = ""

    def number(self, command: Command) -> str:
        """Return the number by which a row is known."""
        return (command.key or "").removeprefix(self.prefix)


def receive(desk: Desk, table: Table, now: datetime, *, dry: bool) -> OrderReport:
    """Receive the rows of a table, unless something is wrong with one of them, or ``dry``."""
    rows = list(_rows(desk, table, now))
    findings = table.findings
    refused: list[Finding] = []
    told: list[Received] = []
    for command, record, tried in () if findings else rows:
        if isinstance(tried, Finding):
            refused.append(tried)
            continue
        decision = tried
        try:
            if not dry:
                decision = _receive(desk.engine, command, tried, now)
        except XiangyueError as error:
            refused.append(_finding(record, error.code, error.values))
            continue
        told.append(_told(desk, command, decision, now, record, dry=dry))
        if decision.outcome == "refused":
            refused.append(_refusal(record, decision))
    left = [tried for *_, tried in rows if isinstance(tried, Finding)] if findings else refused
    return OrderReport(
        table.count,
        table.examples,
        findings,
        tuple(told),
        tuple(left),
        not (dry or findings),
        table.warnings,
    )


def _receive(engine: Engine, command: Command, tried: Decision, now: datetime) -> Decision:
    """Receive a row, unless it was before, or would be refused by what came in since.

    What is refused is not even recorded: its number would stand for the refusal for good.
    """
    if tried.now != micros(now):
        return tried
    again = engine.try_out(command, now=now)
    return again if again.outcome == "refused" else engine.do(command, now=now)


def _rows(
    desk: Desk, table: Table, now: datetime
) -> Iterator[tuple[Command, Record, Decision | Finding]]:
    """Yield what each sound row wants, and what would be decided, or why it is left out."""
    seen: dict[str, Record] = {}
    for record in table.records():
        command = desk.read(record)
        if command is None or command.key is None:
            continue
        number = desk.number(command)
        if number in seen:
            first = seen[number].place("number")
            record.wrong("number", "sheet-twice", value=shown(number), first=first)
            continue
        seen[number] = record
        if not record.sound:
            continue
        try:
            command, decision = desk.try_out(command, now)
        except Conflict as error:
            code = desk.errors.get(error.code, error.code)
            yield command, record, _finding(record, code, {"number": number, **error.values})
        except XiangyueError as error:
            record.wrong("number", error.code, **error.values)
        else:
            if decision.outcome != "refused":
                yield command, record, decision
            elif old := [r for r in decision.reasons if r.code == TOO_OLD]:
                record.wrong("received", "sheet-order-old", **old[0].values)
            else:
                finding = _refusal(record, decision)
                record.wrong("number", finding.code, **finding.values)


def number(value: Value, most: int = MOST_NUMBER) -> str:
    """Read the number of a row, which is never received twice."""
    found = cells.code(value)
    if len(found) > most or found.startswith("~"):
        raise BadInput("sheet-order-number", most=most)
    return found


def _refusal(record: Record, decision: Decision) -> Finding:
    first = decision.reasons[0]
    values = {"en": first.text("en"), "zh": first.text("zh")}
    values |= {"mend_en": first.mend("en"), "mend_zh": first.mend("zh")}
    return _finding(record, "sheet-refused", values)


def _finding(record: Record, code: str, values: Mapping[str, Any]) -> Finding:
    return Finding(code, "error", record.place("number"), "number", values)


def _told(
    desk: Desk,
    command: Command,
    decision: Decision,
    at: datetime,
    record: Record,
    *,
    dry: bool = False,
) -> Received:
    known = decision.now != micros(at)
    there = decision and (known or not dry)
    task = decision.ref if there else ""
    kind, late = command.category or command.flow or "", command.note is not None
    place = record.place("number")
    return Received(desk.number(command), kind, decision.outcome, task, known, late, place)
