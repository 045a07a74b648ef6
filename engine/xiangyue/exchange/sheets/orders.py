"""Hotline orders and grid events from a sheet: matters that come in by the profile's categories."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from xiangyue.engine import Engine
from xiangyue.errors import BadInput, Conflict, Misuse, XiangyueError
from xiangyue.exchange.datafile import Progress
from xiangyue.exchange.sheets import cells
from xiangyue.exchange.sheets.field_values import field_value, says
from xiangyue.exchange.sheets.order_columns import RECEIVED, category_titles, order_columns
from xiangyue.exchange.sheets.rows import Value
from xiangyue.exchange.sheets.table import Record, SheetOptions, Table
from xiangyue.exchange.sheets.units import by_title, find_unit
from xiangyue.profile import Category, Field, Finding, Profile
from xiangyue.spelling import shown
from xiangyue.time.clock import from_micros, to_micros, to_wall, zone
from xiangyue.time.moments import Moment, micros
from xiangyue.values import OPEN, Command, Decision, Unit, replace

_MOST_NUMBER = 128
_TOO_OLD = "backdated-too-far"
_KNOWN_ERRORS = {"key-bound": "sheet-order-bound", "key-destroyed": "sheet-order-gone"}


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one order: its task, and whether that was there before.

    ``backlog`` means that it counts from when it was entered, its own time being in its note.
    """

    number: str
    category: str
    outcome: str
    task: str
    known: bool
    backlog: bool = False


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

    def count(self, outcome: str, *, known: bool = False) -> int:
        """Return how many orders came out so, now or before."""
        return sum((o.outcome, o.known) == (outcome, known) for o in self.orders)


@dataclass(frozen=True, slots=True)
class _Desk:
    """What a row is read against."""

    profile: Profile
    categories: Mapping[str, str]
    category: str | None
    units: Mapping[str, Unit]
    names: Mapping[str, str]
    community: str
    by: str
    backlog: bool


def import_orders(
    engine: Engine,
    path: Path | str,
    *,
    community: str,
    by: str,
    category: str | None = None,
    backlog: bool = False,
    dry: bool = False,
    options: SheetOptions | None = None,
    progress: Progress | None = None,
    now: Moment = None,
) -> OrderReport:
    """Receive the orders of a sheet, each by its category; nothing if anything is wrong with a row.

    Columns are the order's own, and the fields that the categories' flows ask for, by id or title.
    ``category`` holds where a row names none. The order's number is its key: the same sheet
    brings nothing a second time, and what it says otherwise of one is left out. Each is tried out
    first, against everything that could refuse it. With ``backlog``, what was brought up too long
    ago to be entered as such counts from now, and its note says when it was.
    Raises BadInput for what is no sheet, and Misuse for an unknown community, member or category.
    """
    profile = engine.intake(community)
    if not profile.categories:
        raise Misuse("sheet-no-categories", community=community, profile=profile.id)
    if by not in engine.known_members((by,)):
        raise Misuse("member-unknown", member=by)
    known = category_titles(profile)
    if category is not None:
        category = cells.one_of(category, known)
    columns = order_columns(profile, category)
    table = Table(path, columns, options or SheetOptions(), progress)
    own = {name: u for name, u in engine.units().items() if u.community == community}
    desk = _Desk(profile, known, category, own, by_title(own), community, by, backlog)
    at = datetime.now().astimezone() if now is None else now
    orders = list(_orders(engine, table, desk, at))
    if table.findings or dry:
        tries = [] if table.findings else [(c, d) for c, _, d in orders if isinstance(d, Decision)]
        told = tuple(_told(c, d, at, dry=True) for c, d in tries)
        left = tuple(found for *_, found in orders if isinstance(found, Finding))
        return OrderReport(table.count, table.examples, table.findings, told, left)
    refused: list[Finding] = []
    received: list[Received] = []
    for command, record, tried in orders:
        if isinstance(tried, Finding):
            refused.append(tried)
            continue
        try:
            decision = _receive(engine, command, tried, at)
        except XiangyueError as error:
            refused.append(_finding(record, error.code, error.values))
            continue
        received.append(_told(command, decision, at))
        if decision.outcome == "refused":
            refused.append(_refusal(record, decision))
    return OrderReport(table.count, table.examples, (), tuple(received), tuple(refused), True)


def _receive(engine: Engine, command: Command, tried: Decision, now: datetime) -> Decision:
    """Receive an order, unless it was before, or would be refused by what came in since.

    What is refused is not even recorded: its number would stand for the refusal for good.
    """
    if tried.now != micros(now):
        return tried
    again = engine.try_out(command, now=now)
    return again if again.outcome == "refused" else engine.do(command, now=now)


def _orders(
    engine: Engine, table: Table, desk: _Desk, now: datetime
) -> Iterator[tuple[Command, Record, Decision | Finding]]:
    """Yield what each sound row wants, and what would be decided, or why it is left out."""
    seen: dict[str, Record] = {}
    for record in table.records():
        command = _command(record, desk)
        if command is None or command.key is None:
            continue
        if command.key in seen:
            first = seen[command.key].place("number")
            record.wrong("number", "sheet-twice", value=shown(command.key), first=first)
            continue
        seen[command.key] = record
        if not record.sound:
            continue
        try:
            command, decision = _try_out(engine, command, desk, now)
        except Conflict as error:
            code = _KNOWN_ERRORS.get(error.code, error.code)
            yield command, record, _finding(record, code, {"number": command.key, **error.values})
        except XiangyueError as error:
            record.wrong("number", error.code, **error.values)
        else:
            if decision.outcome != "refused":
                yield command, record, decision
            elif old := [r for r in decision.reasons if r.code == _TOO_OLD]:
                record.wrong("received", "sheet-order-old", **old[0].values)
            else:
                finding = _refusal(record, decision)
                record.wrong("number", finding.code, **finding.values)


def _try_out(
    engine: Engine, command: Command, desk: _Desk, now: datetime
) -> tuple[Command, Decision]:
    """Try an order out as of its own time, and then as a backlog if it may be or was one.

    A number that is known is known in either form, whichever is asked for now.
    """
    late = _from_now(command, desk.profile)
    try:
        decision = engine.try_out(command, now=now)
    except Conflict:
        if command.occurred_at is None:
            raise
        return late, engine.try_out(late, now=now)
    if desk.backlog and any(reason.code == _TOO_OLD for reason in decision.reasons):
        return late, engine.try_out(late, now=now)
    return command, decision


def _from_now(command: Command, profile: Profile) -> Command:
    """Return an order that counts from when it is entered, and says when it was brought up.

    The note is the same in every language: it is part of what the number stands for.
    """
    if command.occurred_at is None:
        return command
    wall = to_wall(from_micros(command.occurred_at), zone(profile.calendar.timezone))
    note = f"{RECEIVED.zh} / {RECEIVED.en}: {wall:%Y-%m-%d %H:%M}"
    return replace(command, occurred_at=None, note=note)


def _command(record: Record, desk: _Desk) -> Command | None:
    number = record.get("number", _number, needed=True)
    category = record.get("category", lambda v: cells.one_of(v, desk.categories))
    if category is None and not record.has("category"):
        category = desk.category
        if category is None:
            record.get("category", cells.text, needed=True)
    title = record.get("title", cells.text)
    timezone = desk.profile.calendar.timezone
    received = record.get("received", lambda v: cells.moment(v, timezone))
    unit = find_unit(record, "unit", desk.names, desk.units)
    if category is None:
        return None
    data = dict(_data(record, desk, desk.profile.categories[category]))
    return Command(
        community=desk.community,
        action=OPEN,
        actor=desk.by,
        category=category,
        title=title,
        unit=unit,
        occurred_at=to_micros(received) if received else None,
        source="sheet",
        key=number,
        data=data,
    )


def _number(value: Any) -> str:
    found = cells.code(value)
    if len(found) > _MOST_NUMBER or found.startswith("~"):
        raise BadInput("sheet-order-number", most=_MOST_NUMBER)
    return found


def _data(record: Record, desk: _Desk, category: Category) -> Iterator[tuple[str, Any]]:
    """Yield the fields that a row gives; what its category does not ask for must be empty."""
    opening = desk.profile.flows[category.flow].opening
    asked = dict.fromkeys((*opening.needs, *opening.asks))
    for name in desk.profile.fields:
        column = f"field:{name}"
        if not record.has(column):
            continue
        if name not in asked:
            record.wrong(column, "sheet-not-asked", category=category.id, field=name)
            continue
        field = desk.profile.fields[name]
        if field.schema.get("format") == "unit":
            value: Any = find_unit(record, column, desk.names, desk.units)
        else:
            value = record.get(column, partial(_field, field, desk.profile))
        if value is not None:
            yield name, value
    for name in opening.needs:
        if name in desk.profile.fields and not record.has(f"field:{name}"):
            record.wrong(f"field:{name}", "sheet-needs", field=says(desk.profile.fields[name]))


def _field(field: Field, profile: Profile, value: Value) -> Any:
    return field_value(value, field, profile)


def _refusal(record: Record, decision: Decision) -> Finding:
    first = decision.reasons[0]
    values = {"en": first.text("en"), "zh": first.text("zh")}
    values |= {"mend_en": first.mend("en"), "mend_zh": first.mend("zh")}
    return _finding(record, "sheet-refused", values)


def _finding(record: Record, code: str, values: Mapping[str, Any]) -> Finding:
    return Finding(code, "error", record.place("number"), "number", values)


def _told(command: Command, decision: Decision, at: datetime, *, dry: bool = False) -> Received:
    known = decision.now != micros(at)
    there = decision and (known or not dry)
    task = decision.ref if there else ""
    number, category, late = command.key or "", command.category or "", command.note is not None
    return Received(number, category, decision.outcome, task, known, late)
