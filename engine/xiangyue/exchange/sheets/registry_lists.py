"""Units and members out of a store into sheets, as they come in again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import time, timedelta
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any, Final

from xiangyue.engine import Engine
from xiangyue.errors import Misuse
from xiangyue.exchange.sheets.columns import Column
from xiangyue.exchange.sheets.member_columns import COLUMNS as MEMBER_COLUMNS
from xiangyue.exchange.sheets.member_columns import CONTACTS
from xiangyue.exchange.sheets.units import COLUMNS as UNIT_COLUMNS
from xiangyue.exchange.sheets.writing import Cell, write_sheet
from xiangyue.reach.contacting import contacts
from xiangyue.spelling import nearest, shown
from xiangyue.storage import Reader
from xiangyue.time.clock import from_micros, to_wall, zone
from xiangyue.time.moments import Moment, micros
from xiangyue.values import TIERS, Holding, Member, Unit
from xiangyue.values.places import division_of

_AT_ONCE: Final = 400
_PERSONAL: Final = ("name", *CONTACTS)
_MEMBERS: Final = "SELECT id, home, language FROM member WHERE id > ? ORDER BY id LIMIT ?"
_PREFERRED: Final = (
    "SELECT a.kind, b.kind, COUNT(*) FROM contact a JOIN contact b ON a.member = b.member"
    " WHERE a.rank < b.rank GROUP BY a.kind, b.kind"
)


def export_units(
    engine: Engine, path: Path, *, community: str | None = None, lang: str = "en"
) -> int:
    """Write all units, or those of a community, what stands above first; returns how many.

    Raises Misuse for an unknown community, and for another ending than .xlsx or .csv.
    """
    units = _own(engine, community)
    columns = [column for column in UNIT_COLUMNS if column.id in (*_UNIT, "code")]
    order = sorted(units.values(), key=lambda unit: (TIERS[unit.unit_level], unit.id))
    places = engine.places()
    codes = {name: division_of(place) for name, place in places.items()}
    said = {**_UNIT, "code": lambda unit, column, lang: codes.get(unit.id)}
    rows = ([said[c.id](unit, c, lang) for c in columns] for unit in order)
    return write_sheet(path, columns, rows, lang=lang)


def _level(unit: Unit, column: Column, lang: str) -> Cell:
    return column.offers(lang)[column.choices.index(unit.unit_level)]


_UNIT: Final[Mapping[str, Any]] = {
    "unit": lambda unit, column, lang: unit.id,
    "level": _level,
    "parent": lambda unit, column, lang: unit.parent,
    "title": lambda unit, column, lang: unit.title.get("zh"),
    "title_en": lambda unit, column, lang: unit.title.get("en"),
}


def _own(engine: Engine, community: str | None) -> dict[str, Unit]:
    units = engine.units()
    if community is None:
        return units
    own = {name: unit for name, unit in units.items() if unit.community == community}
    if not own:
        known = [*dict.fromkeys(unit.community for unit in units.values())]
        raise Misuse("sheet-no-unit", value=shown(community), **nearest(community, known))
    return own


def export_members(
    engine: Engine,
    path: Path,
    *,
    community: str | None = None,
    personal: bool = False,
    lang: str = "en",
    now: Moment = None,
) -> int:
    """Write the members, or those at home in a community, a row for each of their roles.

    What they are called and how they are reached is there only if ``personal`` is asked for: by
    those who may know it. Roles that are over are left out, and a role's first day is left blank
    where it began within a day. Returns how many members. Raises Misuse as ``export_units`` does.
    """
    homes = None if community is None else {*_own(engine, community)}
    left = () if personal else _PERSONAL
    columns = [column for column in MEMBER_COLUMNS if column.id not in left]
    with engine._store.read() as reader:
        if personal:
            columns = _by_rank(reader, columns)
        calendars = _calendars(engine)
        count, at = 0, micros(now)

        def rows() -> Iterator[Sequence[Cell]]:
            nonlocal count
            for some in _some(reader, homes):
                members = reader.crowd([*some])
                names = engine.names(members, named=True) if personal else {}
                for name, member in members.items():
                    count += 1
                    reached = _reached(reader, name) if personal else {}
                    first = {"name": names.get(name), "language": some[name], **reached}
                    yield from _member_rows(member, first, columns, calendars, lang, at)

        write_sheet(path, columns, rows(), lang=lang)
    return count


def _by_rank(reader: Reader, columns: Sequence[Column]) -> list[Column]:
    """Let the ways by which people are reached stand in the order in which most prefer them."""
    many = {(first, then): count for first, then, count in reader.all(_PREFERRED)}
    before: dict[str, list[str]] = {kind: [] for kind in CONTACTS}
    for (first, then), count in many.items():
        if then in before and count > many.get((then, first), 0):
            before[then].append(first)
    try:
        order = [*TopologicalSorter(before).static_order()]
    except CycleError:  # some prefer this, some that
        order = [*CONTACTS]
    ways = [column for column in columns if column.id in CONTACTS]
    ways.sort(key=lambda column: order.index(column.id))
    return [*(column for column in columns if column.id not in CONTACTS), *ways]


def _calendars(engine: Engine) -> Mapping[str, str | None]:
    """Return the time zone that holds at each unit."""
    zones = {name: engine.profile(name).calendar.timezone for name in engine.communities()}
    return {name: zones.get(unit.community) for name, unit in engine.units().items()}


def _some(reader: Reader, homes: Collection[str] | None) -> Iterator[dict[str, str | None]]:
    """Yield members with their languages, a few hundred at a time."""
    last = ""
    while rows := reader.all(_MEMBERS, last, _AT_ONCE):
        last = rows[-1][0]
        yield {name: spoken for name, home, spoken in rows if homes is None or home in homes}


def _reached(reader: Reader, member: str) -> dict[str, Cell]:
    return {one.kind: one.address for one in contacts(reader, member)}


def _member_rows(
    member: Member,
    first: Mapping[str, Cell],
    columns: Sequence[Column],
    zones: Mapping[str, str | None],
    lang: str,
    now: int,
) -> Iterator[Sequence[Cell]]:
    kinds = next(column for column in columns if column.id == "kind")
    own: dict[str, Cell] = {
        **first,
        "member": member.id,
        "kind": kinds.offers(lang)[kinds.choices.index(member.kind)],
        "home": member.home,
        "literacy": member.literacy,
    }
    held = [
        _role(role, zones) for role in member.holdings if role.until is None or now < role.until
    ]
    for number, role in enumerate(held or [{}]):
        said = {**own, **role} if number == 0 else {"member": member.id, **role}
        yield [said.get(column.id) for column in columns]


def _role(role: Holding, zones: Mapping[str, str | None]) -> dict[str, Cell]:
    where = zone(zones.get(role.unit))
    since = to_wall(from_micros(role.since), where)
    until = to_wall(from_micros(role.until), where) if role.until else None
    return {
        "role": role.role,
        "at": role.unit,
        "since": since.date() if since.time() == time() else None,
        "until": (until - timedelta(microseconds=1)).date() if until else None,
        "deputy": role.deputy,
    }
