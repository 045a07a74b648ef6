"""Hotline orders and grid events from a sheet: matters that come in by the profile's categories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from xiangyue.engine import Engine
from xiangyue.errors import Conflict, Misuse
from xiangyue.exchange.files.datafile import Progress
from xiangyue.exchange.sheets import cells
from xiangyue.exchange.sheets.openings import field_data
from xiangyue.exchange.sheets.order_columns import RECEIVED, category_titles, order_columns
from xiangyue.exchange.sheets.receiving import TOO_OLD, Desk, OrderReport, number, receive
from xiangyue.exchange.sheets.table import Record, SheetOptions, Table
from xiangyue.exchange.sheets.units import by_title, find_unit
from xiangyue.profile import Profile
from xiangyue.time.clock import from_micros, to_micros, to_wall, zone
from xiangyue.time.moments import Moment
from xiangyue.values import OPEN, Command, Decision, Unit, replace

_ERRORS = {"key-bound": "sheet-order-bound", "key-destroyed": "sheet-order-gone"}


@dataclass(frozen=True, slots=True)
class _Counter:
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
    counter = _Counter(profile, known, category, own, by_title(own), community, by, backlog)
    desk = Desk(
        engine,
        lambda record: _command(record, counter),
        lambda command, now: _try_out(engine, command, counter, now),
        _ERRORS,
    )
    at = datetime.now().astimezone() if now is None else now
    return receive(desk, table, at, dry=dry)


def _try_out(
    engine: Engine, command: Command, desk: _Counter, now: datetime
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
    if desk.backlog and any(reason.code == TOO_OLD for reason in decision.reasons):
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


def _command(record: Record, desk: _Counter) -> Command | None:
    key = record.get("number", number, needed=True)
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
    opening = desk.profile.flows[desk.profile.categories[category].flow].opening
    refuse = partial(_not_asked, category=category)
    data = dict(field_data(record, desk.profile, opening, desk.names, desk.units, refuse))
    return Command(
        community=desk.community,
        action=OPEN,
        actor=desk.by,
        category=category,
        title=title,
        unit=unit,
        occurred_at=to_micros(received) if received else None,
        source="sheet",
        key=key,
        data=data,
    )


def _not_asked(record: Record, name: str, category: str) -> None:
    record.wrong(f"field:{name}", "sheet-not-asked", category=category, field=name)
